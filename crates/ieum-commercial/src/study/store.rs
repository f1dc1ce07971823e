//! What we keep of study: its SQL, one text for both databases.
