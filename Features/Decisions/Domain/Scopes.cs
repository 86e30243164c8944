using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Decisions.Domain;

/// <summary>Who may see which decisions: those of the places below one's own, or one's own.</summary>
public static class Scopes
{
    /// <summary>Decisions prepared at or below the place of the hat; by delegation those of its kinds alone.</summary>
    public static IQueryable<Decision> InReachOf(this IQueryable<Decision> decisions, CurrentUser user)
    {
        var path = user.PlacePath;
        decisions = decisions.Where(d => d.PlacePath.StartsWith(path) && d.ErasedAt == null);
        return user.Hat.OnlyKinds is { } kinds ? decisions.Where(d => kinds.Contains(d.Kind)) : decisions;
    }

    public static IQueryable<DecisionBatch> InReachOf(this IQueryable<DecisionBatch> batches, CurrentUser user)
    {
        var path = user.PlacePath;
        return batches.Where(b => b.PlacePath.StartsWith(path));
    }

    /// <summary>Without sanctions, and withdrawals of one, about the reader and his family: they read them as everybody else does, from their own space.</summary>
    /// <param name="own">The reader and his family.</param>
    public static IQueryable<Decision> WithoutSanctionsOf(this IQueryable<Decision> decisions, IReadOnlyList<long> own, MassarDb db) =>
        decisions.Where(d => !own.Contains(d.EmployeeId) || !(d.Kind == DisciplinarySanction.KindCode || db.Decisions.Any(f => f.Id == d.WithdrawsId && f.Kind == DisciplinarySanction.KindCode)));

    /// <summary>What waits for this hat: its role's turn in its office, below its place, and not about its holder.</summary>
    /// <param name="beside">Turns it shares with other gates (<see cref="ProcedureBook.Beside"/>); none for the signature, which stands alone.</param>
    public static IQueryable<Decision> WaitingFor(this IQueryable<Decision> decisions, CurrentUser user, MassarDb db, IReadOnlyList<string> beside)
    {
        var (role, own, path, office) = (user.Role, user.EmployeeId ?? 0, user.PlacePath, Tree.KindAt(user.PlacePath));
        List<string> turns = [role, .. beside];
        decisions = decisions.InReachOf(user).Where(d => d.EmployeeId != own);
        decisions = beside.Count == 0 ? decisions.Where(d => d.WaitingRole == role) : decisions.Where(d => turns.Contains(d.WaitingRole!));
        return role == Roles.FinancialControl ? decisions : decisions.Where(d => !db.ProcedureSteps.Any(s => s.ProcedureId == d.ProcedureId && s.Role == role && d.Step > 0
            && (s.OfficeKind < office || (s.OfficeKind > office && d.PlacePath != path))));
    }

    /// <summary>The employee's own decisions, from the day they are sent for visa: a draft is nobody's right yet.</summary>
    public static IQueryable<Decision> About(this IQueryable<Decision> decisions, CurrentUser user)
    {
        var own = user.EmployeeId ?? 0;
        return decisions.Where(d => d.EmployeeId == own && d.ErasedAt == null && d.Visas.Any(v => v.Act == DecisionAct.Sent));
    }

    /// <summary>Signed decisions the office is asked to hand over: unopened too long, and not about the reader himself.</summary>
    public static IQueryable<Decision> ToHandOver(this IQueryable<Decision> decisions, CurrentUser user)
    {
        var own = user.EmployeeId ?? 0;
        return decisions.InReachOf(user).Where(d => d.State == DecisionState.Signed && d.HandDeliveryAskedAt != null && d.EmployeeId != own);
    }

    /// <summary>Those opened after the office was asked: a paper handed over before may still be recorded.</summary>
    public static IQueryable<Decision> OpenedMeanwhile(this IQueryable<Decision> decisions, CurrentUser user)
    {
        var own = user.EmployeeId ?? 0;
        return decisions.InReachOf(user).Where(d => d.State == DecisionState.Notified && d.HandDeliveryAskedAt != null && d.HandedOverOn == null && d.EmployeeId != own);
    }
}
