"""The parts of Cell, each a base class of it: `mindshim.nn.cell` joins them, and says how a Cell is called and keeps attributes."""
