//! Licences joined by `AND` and `OR`.

use std::collections::HashSet;
use std::fmt;

use spdx::expression::{ExprNode, Operator};

use super::leaf::Leaf;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tree {
    Leaf(Leaf),
    All(Vec<Tree>),
    AnyOf(Vec<Tree>),
}

impl Tree {
    /// From postfix order to a tree; nested operators of one sort are flattened.
    pub(super) fn from_postfix(expression: &spdx::Expression) -> Option<Self> {
        let mut stack: Vec<Tree> = Vec::new();
        for node in expression.iter() {
            match node {
                ExprNode::Req(requirement) => stack.push(Tree::Leaf(Leaf::from(&requirement.req))),
                ExprNode::Op(operator) => {
                    let right = stack.pop()?;
                    let left = stack.pop()?;
                    let mut parts = Vec::new();
                    for side in [left, right] {
                        match (operator, side) {
                            (Operator::And, Tree::All(inner)) | (Operator::Or, Tree::AnyOf(inner)) => {
                                parts.extend(inner)
                            }
                            (_, other) => parts.push(other),
                        }
                    }
                    stack.push(match operator {
                        Operator::And => Tree::All(parts),
                        Operator::Or => Tree::AnyOf(parts),
                    });
                }
            }
        }
        stack.pop()
    }

    /// The ids it names, in order.
    pub(super) fn collect_ids<'a>(&'a self, ids: &mut Vec<&'a str>) {
        match self {
            Self::Leaf(leaf) => ids.push(leaf.id()),
            Self::All(parts) | Self::AnyOf(parts) => parts.iter().for_each(|part| part.collect_ids(ids)),
        }
    }

    /// Gives other ids to licences that are not on the list of SPDX.
    pub(super) fn rename_own<E>(
        &mut self,
        replace: &mut impl FnMut(&str) -> Result<Option<String>, E>,
    ) -> Result<(), E> {
        match self {
            Self::Leaf(leaf) => leaf.rename_own(replace),
            Self::All(parts) | Self::AnyOf(parts) => {
                parts.iter_mut().try_for_each(|part| part.rename_own(replace))
            }
        }
    }

    /// Whether it leaves a choice.
    pub(super) fn has_alternatives(&self) -> bool {
        match self {
            Self::Leaf(_) => false,
            Self::All(parts) => parts.iter().any(Self::has_alternatives),
            Self::AnyOf(_) => true,
        }
    }

    /// The licences of one best alternative, where the worst of those that apply at once counts.
    pub(super) fn best_by<'a, V: Ord>(
        &'a self,
        worth: &impl Fn(&'a Leaf) -> V,
    ) -> (Option<V>, Vec<&'a Leaf>) {
        match self {
            Self::Leaf(leaf) => (Some(worth(leaf)), vec![leaf]),
            Self::AnyOf(parts) => {
                let all = parts.iter().map(|part| part.best_by(worth));
                all.min_by(|a, b| a.0.cmp(&b.0)).unwrap_or_default()
            }
            Self::All(parts) => parts.iter().map(|part| part.best_by(worth)).fold(
                (None, Vec::new()),
                |(worst, mut leaves), (verdict, more)| {
                    leaves.extend(more);
                    (worst.max(verdict), leaves)
                },
            ),
        }
    }

    /// Disjunctive normal form; none when it would have more than `most` alternatives.
    pub(super) fn alternatives(&self, most: usize) -> Option<Vec<Vec<&Leaf>>> {
        let mut all: Vec<Vec<&Leaf>> = Vec::new();
        match self {
            Self::Leaf(leaf) => all.push(vec![leaf]),
            Self::AnyOf(parts) => {
                for part in parts {
                    all.extend(part.alternatives(most)?);
                }
            }
            Self::All(parts) => {
                all.push(Vec::new());
                for part in parts {
                    let more = part.alternatives(most)?;
                    if all.len().saturating_mul(more.len()) > most {
                        return None;
                    }
                    all = all.iter().flat_map(|a| more.iter().map(|b| union(a, b))).collect();
                }
            }
        }
        // What is written twice is one choice.
        let mut seen = HashSet::new();
        all.retain(|leaves| seen.insert(leaves.clone()));
        (all.len() <= most).then_some(all)
    }
}

fn union<'a>(a: &[&'a Leaf], b: &[&'a Leaf]) -> Vec<&'a Leaf> {
    let mut all = a.to_vec();
    all.extend(b.iter().filter(|leaf| !a.contains(leaf)));
    all
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, operator) = match self {
            Self::Leaf(leaf) => return leaf.fmt(f),
            Self::All(parts) => (parts, " AND "),
            Self::AnyOf(parts) => (parts, " OR "),
        };
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                f.write_str(operator)?;
            }
            match (self, part) {
                (Self::All(_), Self::AnyOf(_)) => write!(f, "({part})")?,
                _ => part.fmt(f)?,
            }
        }
        Ok(())
    }
}
