"""Referrals: a doctor, an opinion, a return home. Each kind is a package; none knows the others."""
