# Written by `tradelab plugin new`, and true on this machine only: not for the repository.
list(APPEND CMAKE_PREFIX_PATH "@PREFIX@")
