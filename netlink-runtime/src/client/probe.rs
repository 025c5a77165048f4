//! What the kernel says of a request before it is sent.

use super::Client;
use crate::error::{EncodeError, Errno, Error, OperationRef};
use crate::generic::numbers::operation_flags;
use crate::generic::{GetPolicy, Policies, Stated, Way};
use crate::message::Request;
use crate::probe::{Support, Untold, judge};
use crate::schema::Protocol;
use crate::transport::Transport;

/// What the kernel says of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Probed {
    /// The family's id.
    family: u16,
    command: u32,
    /// `GENL_CMD_CAP_*`; `None` if it has no such operation.
    flags: Option<u32>,
    stated: Stated,
}

impl<T: Transport> Client<T> {
    /// Holds a request against what the kernel says of its operation. It is asked once.
    pub(crate) async fn probe<R: Request>(
        &mut self,
        request: &R,
        way: Way,
    ) -> Result<Support, Error> {
        let operation = OperationRef::of::<R>();
        if operation.family().protocol.number() != self.protocol {
            return Err(Error::WrongProtocol { operation, protocol: self.protocol });
        }
        let body = EncodeError::body(operation, |out| request.encode(out))?;
        if let Protocol::Raw(_) = operation.family().protocol {
            return Ok(Support::Untold(Untold::Protocol));
        }
        let probed = match self.probed(operation.family().name, R::COMMAND.into()).await {
            Err(Error::FamilyNotFound { .. }) => return Ok(Support::NoFamily),
            probed => probed?,
        };
        Ok(probed.support(way, operation, &body))
    }

    async fn probed(&mut self, name: &str, command: u32) -> Result<&Probed, Error> {
        let id = self.session.families.id(name);
        let is_it = |it: &Probed| Some(it.family) == id && it.command == command;
        let index = match self.session.probed.iter().position(is_it) {
            Some(index) => index,
            None => {
                let probed = self.ask_what_is_stated(name, command).await?;
                self.session.probed.push(probed);
                self.session.probed.len() - 1
            }
        };
        Ok(&self.session.probed[index])
    }

    async fn ask_what_is_stated(&mut self, name: &str, command: u32) -> Result<Probed, Error> {
        // Anew, since the family may have been another one when it was asked for.
        let family = self.resolve(name).await?;
        let flags = self.session.families.get(name).and_then(|it| it.operation(command));
        let stated = match flags {
            Some(_) => self.stated(GetPolicy { family, command }, name).await?,
            None => Stated::Nothing,
        };
        Ok(Probed { family, command, flags, stated })
    }

    async fn stated(&mut self, request: GetPolicy, name: &str) -> Result<Stated, Error> {
        let largest = self.session.families.get(name).map(|family| family.max_attribute);
        let shared = largest.filter(|largest| *largest != 0);
        let mut policies = Policies::new(shared);
        let mut parts = self.dump(&request).await?;
        loop {
            match parts.next().await {
                Ok(true) => {
                    let read = policies.read(parts.body()?);
                    read.map_err(|error| parts.malformed(error))?;
                }
                Ok(false) => return Ok(Stated::Policies(policies)),
                Err(error) => match error.errno() {
                    Some(Errno::ENODATA) => return Ok(Stated::Nothing),
                    // Before 5.7 the command is unknown, before 5.10 the attribute for one
                    // operation.
                    Some(Errno::EOPNOTSUPP | Errno::EINVAL) => return Ok(Stated::Mute),
                    _ => return Err(error),
                },
            }
        }
    }
}

impl Probed {
    fn support(&self, way: Way, operation: OperationRef, body: &[u8]) -> Support {
        let flag = match way {
            Way::Single => operation_flags::DO,
            Way::Dump => operation_flags::DUMP,
        };
        if self.flags.is_none_or(|flags| flags & flag == 0) {
            return Support::NoOperation;
        }
        match &self.stated {
            Stated::Mute => Support::Untold(Untold::Kernel),
            Stated::Nothing => Support::Untold(Untold::NoPolicy),
            Stated::Policies(policies) => match policies.number(way) {
                Some(number) => judge(policies, number, body, &operation.operation().layout),
                None => Support::Untold(Untold::NoPolicy),
            },
        }
    }
}
