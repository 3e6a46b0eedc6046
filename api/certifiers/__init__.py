"""Who may certify a death: dossiers, rota, and the calendars that go with them."""
