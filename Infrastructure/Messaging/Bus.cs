using MediatR;

namespace Massar.Infrastructure.Messaging;

/// <summary>
/// What an endpoint asks and orders. The answers know how to become a partial, a page or JSON
/// (see <see cref="Web.Asked{T}"/> and <see cref="Web.Ordered{TCommand, T}"/>).
/// </summary>
public sealed class Bus(IMediator mediator, IHttpContextAccessor http)
{
    public Web.Asked<T> Ask<T>(IQuery<T> query) => new(this, query, http.HttpContext!);

    public Web.Ordered<ICommand<T>, T> Do<T>(ICommand<T> command) => new(this, command, http.HttpContext!);

    internal Task<Outcome<T>> Send<T>(IRequest<Outcome<T>> message, CancellationToken ct) => mediator.Send(message, ct);
}
