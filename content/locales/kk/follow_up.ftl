# FOLLOW-UP: questions and answers. Every question can be skipped.
