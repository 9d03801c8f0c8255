//! Recognisers and language models as their users meet them: real sound, real sockets.

mod pocketsphinx;
mod sound;
