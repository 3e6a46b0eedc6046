"""Referrals: a doctor, an opinion, a return home. Each kind is a package of its own; none knows the others."""
