"""Control flow on Tensor values in traced functions: `if`, `while`, `for`, `and`, … become XLA's conditionals and loops.

`rewrite` turns a function's statements into calls, `source` finds and caches; at trace time `conditional` and `loops`
run what is decided by Python values as Python would, and capture (`branch`) and lower the rest. What cannot be lowered
truthfully raises `CannotLower`, and the function runs in PyNative.
"""
