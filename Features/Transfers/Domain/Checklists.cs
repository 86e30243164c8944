using Massar.Infrastructure.Text;

namespace Massar.Features.Transfers.Domain;

/// <summary>Reads a checklist from a form.</summary>
public static class Checklists
{
    private const string Yes = "yes";

    public static Checklist Read(string? marks, string? absences, string? property, string? debts) => new(marks == Yes, absences == Yes, BidiSafe.CleanOrNull(property), BidiSafe.CleanOrNull(debts));
}
