//! Where something is: in this process, or on a server. Both are asked alike.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

#[derive(Debug, Clone)]
pub(super) enum Place<E, S> {
    Embedded(E),
    Server(S),
}

#[async_trait::async_trait]
impl<E: ConnectionTrait, S: ConnectionTrait> ConnectionTrait for Place<E, S> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Embedded(embedded) => embedded.get_database_backend(),
            Self::Server(server) => server.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Embedded(embedded) => embedded.execute_raw(statement).await,
            Self::Server(server) => server.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Embedded(embedded) => embedded.execute_unprepared(sql).await,
            Self::Server(server) => server.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Embedded(embedded) => embedded.query_one_raw(statement).await,
            Self::Server(server) => server.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Embedded(embedded) => embedded.query_all_raw(statement).await,
            Self::Server(server) => server.query_all_raw(statement).await,
        }
    }
}
