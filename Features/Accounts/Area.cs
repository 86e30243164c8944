using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts;

/// <summary>People, sign-in, second factor, recovery, hats.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "accounts";
}
