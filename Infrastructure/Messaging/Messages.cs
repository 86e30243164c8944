using MediatR;

namespace Massar.Infrastructure.Messaging;

/// <summary>A question; changes nothing.</summary>
public interface IQuery<T> : IRequest<Outcome<T>>;

/// <summary>What all commands have in common, whatever they answer.</summary>
public interface ICommandMessage;

/// <summary>
/// An order whose handler opens its units of work itself. For the few where a refusal must leave a trace (a wrong password
/// counts), where hashing must not hold a transaction open, or where the answer is a secret that no table of calls may keep.
/// </summary>
public interface IRunsItsOwnUnits : ICommandMessage;

/// <summary>An order that answers something, for example the number of what it made.</summary>
public interface ICommand<T> : IRequest<Outcome<T>>, ICommandMessage;

/// <summary>An order.</summary>
public interface ICommand : ICommand<Done>;

public interface IQueryHandler<in TQuery, T> : IRequestHandler<TQuery, Outcome<T>> where TQuery : IQuery<T>;

public interface ICommandHandler<in TCommand, T> : IRequestHandler<TCommand, Outcome<T>> where TCommand : ICommand<T>;

public interface ICommandHandler<in TCommand> : IRequestHandler<TCommand, Outcome<Done>> where TCommand : ICommand<Done>;

/// <summary>Something that happened, told to the other areas inside the same transaction. Named in the past tense.</summary>
public interface IFact : INotification;

/// <summary>Another area's reaction to a fact.</summary>
public interface IFactHandler<in TFact> : INotificationHandler<TFact> where TFact : IFact;

/// <summary>How a handler tells the other areas what happened.</summary>
public sealed class Facts(IMediator mediator)
{
    /// <summary>Runs every reaction, one after another, before the transaction is committed.</summary>
    public Task Tell(IFact fact, CancellationToken ct) => mediator.Publish(fact, ct);
}
