use super::exchange::Failure;
use crate::runtime::errors::status::is_passing;
use crate::runtime::errors::transport::TransportErrorKind;
use crate::runtime::retries::repeat::Repeat;

/// What can be done about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Another attempt would end the same, or could do it twice.
    Stop,
    /// Another attempt can succeed.
    Again,
    /// The server is well, and asks to be called later.
    Later,
}

/// Classifies a failure of a request that is, or is not, safe to repeat.
pub(crate) fn classify(failure: &Failure, repeat: Repeat) -> Verdict {
    if let Failure::Status(answer) = failure
        && answer.status.as_u16() == 429
    {
        return Verdict::Later;
    }
    let harmless = repeat == Repeat::Safe || !in_doubt(failure);
    if harmless && is_fleeting(failure) {
        Verdict::Again
    } else {
        Verdict::Stop
    }
}

fn is_fleeting(failure: &Failure) -> bool {
    match failure {
        Failure::Transport(error) => matches!(
            error.kind(),
            TransportErrorKind::Connect
                | TransportErrorKind::Timeout(_)
                | TransportErrorKind::Interrupted
        ),
        Failure::Status(answer) => is_passing(answer.status),
        Failure::Unreadable(_, problem) => problem.is_cut_short(),
        Failure::Invalid(_) | Failure::Redirect(_) | Failure::Wait(_) => false,
    }
}

/// Whether the server may have done what was asked.
pub(crate) fn in_doubt(failure: &Failure) -> bool {
    match failure {
        Failure::Invalid(_) | Failure::Wait(_) => false,
        Failure::Transport(error) => error.in_doubt,
        Failure::Redirect(error) => error.in_doubt,
        Failure::Status(answer) => answer.status.is_server_error() || answer.status.as_u16() == 408,
        Failure::Unreadable(..) => true,
    }
}
