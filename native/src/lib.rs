//! Midflight on tokio: the clients and the command line around `midflight-core`.
