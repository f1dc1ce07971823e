//! The analysis as the index engine wants it.

use super::{Catch, Sieve};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name the schema knows the tokenizer by. Changes with every change of the terms it makes.
pub const TOKENIZER: &str = "ieum2";

/// Makes the terms of [`super::terms`] for the index.
#[derive(Clone, Default)]
pub struct WordTokenizer {
    sieve: Sieve,
    terms: Terms,
    token: Token,
}

/// The terms of one text, end to end in one string.
#[derive(Clone, Default)]
struct Terms {
    text: String,
    ends: Vec<usize>,
}

impl Catch for Terms {
    fn term(&mut self, term: &str) {
        self.text.push_str(term);
        self.ends.push(self.text.len());
    }
}

/// The terms of one text, one after another.
pub struct WordStream<'a> {
    terms: &'a Terms,
    token: &'a mut Token,
    next: usize,
    from: usize,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.terms.text.clear();
        self.terms.ends.clear();
        self.sieve.pour(text, &mut self.terms);
        self.token.reset();
        WordStream { terms: &self.terms, token: &mut self.token, next: 0, from: 0 }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(to) = self.terms.ends.get(self.next).copied() else { return false };
        self.token.text.clear();
        self.token.text.push_str(self.terms.text.get(self.from..to).unwrap_or_default());
        self.token.position = self.next;
        self.from = to;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
