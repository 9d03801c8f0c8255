//! The state of a session, and which moves it allows: the one place that decides.

use serde::{Deserialize, Serialize};

/// Where a session is on its way from a question to feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No recording yet.
    Created,
    /// The recording is being turned into words.
    Transcribing,
    /// There are words (none, if nobody spoke); feedback has not been asked for.
    Transcribed,
    /// The coach is at work.
    Scoring,
    /// There is feedback.
    Completed,
    /// The work stopped; the failure says where and whether trying again may help.
    Failed,
}

/// Where the work stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Fetch,
    Decode,
    Speech,
    Coach,
}

impl Stage {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Decode => "decode",
            Self::Speech => "speech",
            Self::Coach => "coach",
        }
    }
}

/// A state with what decides over its moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub status: Status,
    /// When failed: the stage, and whether trying again may help.
    pub failure: Option<(Stage, bool)>,
}

/// What somebody wants to do with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Give it a recording.
    Attach,
    /// Ask for feedback.
    Complete,
    /// Try again what failed.
    Retry,
    /// Correct the transcript.
    Correct,
}

/// What a move leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Transcription begins.
    Transcribe,
    /// The coach begins, anew if it was at work.
    Score,
    /// The move is made and asks for no work.
    Rest,
    /// What was asked for is under way or done: nothing begins.
    Nothing,
}

/// Why a move is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not in this state; the text says what to do.
    WrongState(&'static str),
    /// Trying again will not help.
    NotRetryable,
}

impl State {
    /// Whether work is under way.
    pub fn is_working(self) -> bool {
        matches!(self.status, Status::Transcribing | Status::Scoring)
    }

    /// Whether there is a transcript to read.
    pub fn has_transcript(self) -> bool {
        matches!(self.status, Status::Transcribed | Status::Scoring | Status::Completed)
            || self.failed_at_coach()
    }

    fn failed_at_coach(self) -> bool {
        matches!(self.failure, Some((Stage::Coach, _)))
    }

    /// What `wanted` leads to from here.
    pub fn after(self, wanted: Move) -> Result<Next, Refusal> {
        use Refusal::WrongState;
        match (wanted, self.status) {
            (Move::Attach, Status::Created) => Ok(Next::Transcribe),
            // The failed recording is replaced by a better one.
            (Move::Attach, Status::Failed) if !self.failed_at_coach() => Ok(Next::Transcribe),
            (Move::Attach, _) => Err(WrongState(
                "This session has a recording already. To answer again, make a new session with attempt_of.",
            )),

            (Move::Complete, Status::Transcribed) => Ok(Next::Score),
            (Move::Complete, Status::Scoring | Status::Completed) => Ok(Next::Nothing),
            (Move::Complete, Status::Failed) if self.failed_at_coach() => {
                Err(WrongState("The coach failed on this session. Use retry."))
            }
            (Move::Complete, _) => {
                Err(WrongState("There is no transcript yet. Wait for it, then complete the session."))
            }

            (Move::Retry, Status::Failed) => match self.failure {
                Some((_, false)) | None => Err(Refusal::NotRetryable),
                Some((Stage::Coach, true)) => Ok(Next::Score),
                Some((_, true)) => Ok(Next::Transcribe),
            },
            (Move::Retry, _) => Err(WrongState("This session has not failed: there is nothing to retry.")),

            (Move::Correct, Status::Transcribed) => Ok(Next::Rest),
            (Move::Correct, _) if self.has_transcript() => Ok(Next::Score),
            (Move::Correct, _) => Err(WrongState("There is no transcript yet to be corrected.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(status: Status) -> State {
        State { status, failure: None }
    }

    const fn failed(stage: Stage, retryable: bool) -> State {
        State { status: Status::Failed, failure: Some((stage, retryable)) }
    }

    #[test]
    fn the_loop_goes_from_a_recording_to_feedback() {
        assert_eq!(at(Status::Created).after(Move::Attach), Ok(Next::Transcribe));
        assert_eq!(at(Status::Transcribed).after(Move::Complete), Ok(Next::Score));
        assert_eq!(at(Status::Completed).after(Move::Complete), Ok(Next::Nothing));
        assert_eq!(at(Status::Scoring).after(Move::Complete), Ok(Next::Nothing));
    }

    #[test]
    fn nothing_is_completed_before_there_are_words() {
        for state in [at(Status::Created), at(Status::Transcribing), failed(Stage::Speech, true)] {
            assert!(matches!(state.after(Move::Complete), Err(Refusal::WrongState(_))), "{state:?}");
            assert!(matches!(state.after(Move::Correct), Err(Refusal::WrongState(_))), "{state:?}");
        }
    }

    #[test]
    fn a_failure_is_retried_where_it_happened_if_that_may_help() {
        assert_eq!(failed(Stage::Fetch, true).after(Move::Retry), Ok(Next::Transcribe));
        assert_eq!(failed(Stage::Coach, true).after(Move::Retry), Ok(Next::Score));
        assert_eq!(failed(Stage::Decode, false).after(Move::Retry), Err(Refusal::NotRetryable));
        for status in
            [Status::Created, Status::Transcribing, Status::Transcribed, Status::Scoring, Status::Completed]
        {
            assert!(matches!(at(status).after(Move::Retry), Err(Refusal::WrongState(_))), "{status:?}");
        }
    }

    #[test]
    fn a_bad_recording_may_be_replaced_but_a_good_one_may_not() {
        assert_eq!(failed(Stage::Decode, false).after(Move::Attach), Ok(Next::Transcribe));
        for state in [
            at(Status::Transcribing),
            at(Status::Transcribed),
            at(Status::Completed),
            failed(Stage::Coach, true),
        ] {
            assert!(matches!(state.after(Move::Attach), Err(Refusal::WrongState(_))), "{state:?}");
        }
    }

    #[test]
    fn a_correction_asks_for_feedback_again_once_it_had_been_asked_for() {
        assert_eq!(at(Status::Transcribed).after(Move::Correct), Ok(Next::Rest));
        for state in [at(Status::Scoring), at(Status::Completed), failed(Stage::Coach, false)] {
            assert_eq!(state.after(Move::Correct), Ok(Next::Score), "{state:?}");
        }
    }
}
