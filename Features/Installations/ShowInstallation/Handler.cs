using Massar.Features.Decisions.Domain;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.ShowInstallation;

public sealed record Query(long Id) : IQuery<CaseView>;

/// <summary>One installation.</summary>
/// <param name="Kind">Of the decision.</param>
/// <param name="Acts">What the reader may do now.</param>
/// <param name="Classes">Of the place left, which the person taught: for whoever gives them to somebody else.</param>
/// <param name="MayAbandon">The reader prepares decisions about the person, and the case is flagged.</param>
public sealed record CaseView(
    long Id, int Version, InstallationState State, bool IsLate, bool IsMine, string Kind, string NameAr, string NameLatin, string Ppr, long EmployeeId, PlaceName To, PlaceName? From, string Decision, DateOnly SignedOn,
    DateOnly EffectiveOn, DateOnly DueOn, DateOnly Until, DateOnly? PresentOn, string? Dispute, DateTime? InstalledAt, bool HasMinutes, DateOnly? LeftOn, bool HasCessation,
    DateTime? Notice1At, DateTime? Notice2At, DateTime? FlaggedAt, DateOnly Today, IReadOnlyList<string> Acts, IReadOnlyList<LeftClass> Classes, bool IsHere, bool MayAbandon) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

public sealed record PlaceName(string Ar, string Fr);

/// <param name="IsTaken">Somebody else teaches it since.</param>
public sealed record LeftClass(int Class, string Name, string Subject, string SubjectAr, string SubjectFr, bool IsTaken);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, CaseView>
{
    public async Task<Outcome<CaseView>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from i in db.Installations.VisibleTo(user)
            where i.Id == query.Id
            join d in db.Decisions on i.DecisionId equals d.Id
            join e in db.Employees on i.EmployeeId equals e.Id
            join to in db.Places on i.PlaceId equals to.Id
            join f in db.Places on i.FromPlaceId equals (int?)f.Id into froms
            from f in froms.DefaultIfEmpty()
            select new
            {
                Installation = i,
                d.Kind,
                d.Number,
                d.SignedAt,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                e.Ppr,
                e.PlacePath,
                To = new PlaceName(to.NameAr, to.NameFr),
                From = f == null ? null : new PlaceName(f.NameAr, f.NameFr),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;

        var (i0, today, isMine) = (row.Installation, MoroccanDay.Today(clock), row.Installation.EmployeeId == user.EmployeeId);
        bool Covers(string? path) => path?.StartsWith(user.PlacePath, StringComparison.Ordinal) == true;
        var (isThere, wasHere) = (user.Has(Permissions.Receive) && !isMine && Covers(i0.PlacePath), user.Has(Permissions.Receive) && !isMine && Covers(i0.FromPath));
        var acts = new List<string>();
        if (isMine && i0.State is InstallationState.Present)
            acts.AddRange([TakeStep.Command.Confirm, TakeStep.Command.Contest]);
        if (isThere && i0.IsOpen && today >= i0.EffectiveOn)
            acts.Add(TakeStep.Command.Present);
        if (wasHere && i0.State is not InstallationState.Cancelled && i0.CessationId is null && (i0.State is InstallationState.Installed || today >= i0.EffectiveOn.AddDays(-1)))
            acts.Add(TakeStep.Command.Leave);
        return new CaseView(
            i0.Id, i0.Version, i0.State, i0.IsLate(today), isMine, row.Kind, row.NameAr, row.NameLatin, row.Ppr, i0.EmployeeId, row.To, row.From, row.Number!, MoroccanDay.Of(row.SignedAt!.Value),
            i0.EffectiveOn, i0.DueOn, i0.Until, i0.PresentOn, i0.Dispute, i0.InstalledAt, i0.MinutesId is not null, i0.LeftOn, i0.CessationId is not null,
            i0.Notice1At, i0.Notice2At, i0.FlaggedAt, today, acts, wasHere && i0.FromPlaceId == user.PlaceId ? await LeftClasses(i0, ct) : [], i0.PlaceId == user.PlaceId && !isMine,
            i0.FlaggedAt is not null && i0.IsOpen && user.Has(Decisions.Permissions.Prepare) && Covers(row.PlacePath) && !isMine);
    }

    private async Task<IReadOnlyList<LeftClass>> LeftClasses(Installation installation, CancellationToken ct) => await (
        from effect in db.PostEffects
        where effect.DecisionId == installation.DecisionId && effect.What == PostEffectOf.Teaching
        join lesson in db.TeachingAssignments on effect.RowId equals (long)lesson.Id
        join made in db.Classes on lesson.ClassId equals made.Id
        join plan in db.SubjectPlans on new { made.SchoolYearId, made.LevelCode, made.StreamCode, lesson.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode } into plans
        from plan in plans.DefaultIfEmpty()
        orderby made.Name, lesson.SubjectCode
        select new LeftClass(made.Id, made.Name, lesson.SubjectCode, plan == null ? lesson.SubjectCode : plan.NameAr, plan == null ? lesson.SubjectCode : plan.NameFr,
            db.TeachingAssignments.Any(t => t.Id != lesson.Id && t.ClassId == lesson.ClassId && t.SubjectCode == lesson.SubjectCode && t.StartsOn > lesson.EndsOn && (t.EndsOn == null || t.EndsOn >= t.StartsOn)))).AsNoTracking().Take(60).ToListAsync(ct);
}
