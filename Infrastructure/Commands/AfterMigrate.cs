using Massar.Infrastructure.Data;

namespace Massar.Infrastructure.Commands;

/// <summary>What an area must do each time the schema was brought up to date. Found by one scan; running it again changes nothing.</summary>
public interface IAfterMigrate
{
    Task Run(MassarDb db, CancellationToken ct);
}

/// <summary>Runs what areas want to be done after <c>migrate</c>; the tests call it for the schema they make.</summary>
public static class AfterMigrate
{
    public static async Task RunAll(IServiceProvider services, MassarDb db, CancellationToken ct)
    {
        foreach (var type in OwnTypes.Of(typeof(IAfterMigrate)).OrderBy(t => t.FullName, StringComparer.Ordinal))
            await ((IAfterMigrate)ActivatorUtilities.CreateInstance(services, type)).Run(db, ct);
    }
}
