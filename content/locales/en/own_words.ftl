# OWN WORDS and the path of the one who hurts.
