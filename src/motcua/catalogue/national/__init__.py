"""Records of the national catalogue (CSDL quốc gia về TTHC); what is not certain in them is flagged."""
