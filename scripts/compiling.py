"""Compiles the loops that count pairs, so that the first count does not wait for it: python -m scripts.compiling."""

from analysis import compiled, compiled_texts

if __name__ == "__main__":
    for module in (compiled, compiled_texts):
        module.library.keep()
