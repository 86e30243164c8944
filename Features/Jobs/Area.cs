using Massar.Infrastructure.Web;

namespace Massar.Features.Jobs;

/// <summary>Long work a person asked for: how far it is, what failed, how to stop it.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "jobs";
}

public static class Links
{
    public static string Job(long id) => $"/jobs/{id}";
}
