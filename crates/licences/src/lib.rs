//! Commons licences.
