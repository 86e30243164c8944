using FluentValidation;
using MediatR;

namespace Massar.Infrastructure.Messaging;

/// <summary>
/// Judges a message by looking at it, before anything else happens. Validators say text keys;
/// placeholders' values travel in the failure's custom state as an array.
/// </summary>
public sealed class ValidationStep<TRequest, T>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, Outcome<T>>
    where TRequest : IRequest<Outcome<T>>
{
    public async Task<Outcome<T>> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome<T>> next)
    {
        Dictionary<string, Said>? wrong = null;
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            foreach (var error in result.Errors)
            {
                wrong ??= new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
                wrong.TryAdd(error.PropertyName, new Said(error.ErrorMessage, error.CustomState as object[] ?? []));
            }
        }

        return wrong is null ? await next() : Refusal.Invalid(wrong);
    }
}
