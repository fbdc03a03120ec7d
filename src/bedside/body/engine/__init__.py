"""The compiled engine: circulation, breathing, gas, reflexes, brain, fluids and the clocks that drive them."""
