using FluentValidation;
using MediatR;

namespace Massar.Infrastructure.Messaging;

/// <summary>MediatR 5.1 registered by hand: one scan for handlers and validators, then the steps in order.</summary>
public static class MessagingSetup
{
    private static readonly Type[] Open = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>)];

    public static WebApplicationBuilder AddMessaging(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<ServiceFactory>(provider => type => provider.GetService(type)!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<Facts>();
        services.AddScoped<Bus>();

        foreach (var type in Open.SelectMany(OwnTypes.Of).Distinct())
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && Open.Contains(i.GetGenericTypeDefinition())))
                services.AddScoped(contract, type);

        // Order of registration is order of execution.
        AddSteps(services);
        return builder;
    }

    // The answer of a message is Outcome<T>; MediatR's open generics cannot look inside it,
    // so each step is closed once per message type.
    private static void AddSteps(IServiceCollection services)
    {
        foreach (var type in OwnTypes.Of(typeof(IRequest<>)))
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)))
            {
                var answer = contract.GetGenericArguments()[0];
                if (!answer.IsGenericType || answer.GetGenericTypeDefinition() != typeof(Outcome<>))
                    continue;

                var inner = answer.GetGenericArguments()[0];
                var step = typeof(IPipelineBehavior<,>).MakeGenericType(type, answer);
                services.AddScoped(step, typeof(ValidationStep<,>).MakeGenericType(type, inner));
                if (typeof(ICommandMessage).IsAssignableFrom(type) && !typeof(IRunsItsOwnUnits).IsAssignableFrom(type))
                    services.AddScoped(step, typeof(Data.TransactionStep<,>).MakeGenericType(type, inner));
            }
    }
}
