"""Other languages than Python: fresh Jupyter kernels, scored by what they say."""
