//! What stands in the way of bytes where the configuration masks: requests on their way out, and answers on their way
//! back, as streams, as whole documents, as messages of a WebSocket, with their heads.

pub(super) mod answers;
pub(super) mod asked;
pub(super) mod conversations;
pub(super) mod head;
pub(super) mod masks;
mod sound;
pub(super) mod stream;
pub(super) mod websocket;
pub(super) mod whole;
