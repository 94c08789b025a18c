//! Commons network.
