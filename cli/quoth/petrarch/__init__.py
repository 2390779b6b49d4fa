"""Dictionaries of PETRARCH and TABARI to rules of quoth. Start with `conversion`."""
