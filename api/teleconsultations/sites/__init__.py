"""Sites of assisted teleconsultation, their kit, and those who are trained to assist there."""
