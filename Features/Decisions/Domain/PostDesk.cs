using Massar.Features.Accounts.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>What a decision ended or began at a workplace. The numbers are stored.</summary>
public enum PostEffectOf
{
    Hat = 1,
    Teaching = 2,
}

/// <summary>A role or a class that a decision ended or began, with what stood there before: a withdrawal puts it back. The change itself is audited where it is made.</summary>
[NotAudited]
public sealed class PostEffect
{
    public long Id { get; init; }

    public required long DecisionId { get; init; }

    public required PostEffectOf What { get; init; }

    /// <summary>Key of the <see cref="Hat"/> or of the <see cref="TeachingAssignment"/>.</summary>
    public required long RowId { get; init; }

    /// <summary>Begun by the decision; otherwise ended by it.</summary>
    public required bool IsNew { get; init; }

    /// <summary>The last day it had before.</summary>
    public DateOnly? FormerEndsOn { get; init; }

    /// <summary>The last day the decision gave it.</summary>
    public DateOnly? EndsOn { get; init; }
}

public sealed class PostEffectConfiguration : IEntityTypeConfiguration<PostEffect>
{
    public void Configure(EntityTypeBuilder<PostEffect> builder) => builder.HasIndex(e => e.DecisionId);
}

public static class PostEffects
{
    /// <summary>Keys of the hats that functions given for a time lent.</summary>
    public static IQueryable<long> Lent(this IQueryable<PostEffect> effects, IQueryable<FunctionTerm> terms) =>
        effects.Where(e => e.What == PostEffectOf.Hat && e.IsNew && terms.Any(t => t.DecisionId == e.DecisionId)).Select(e => e.RowId);
}

/// <summary>
/// What somebody does at a workplace – the roles worn there, the classes taught – follows from the decisions about him: it ends on the day he leaves,
/// the roles begin again where he comes, and a withdrawal puts back what was ended. Dates do it, so that nothing waits for a day to come. The employee's
/// own space is never taken away: pay slips and decisions stay to be read.
/// </summary>
public sealed class PostDesk(MassarDb db, Facts facts, TimeProvider clock)
{
    private static readonly string[] Personal = [Roles.Employee, Roles.Guardian, Roles.Pupil];

    /// <summary>Ends what the person does at a place on the last day there.</summary>
    /// <param name="place">Null for all places: the person leaves the service.</param>
    public async Task Leave(long decision, long employee, int? place, DateOnly last, CancellationToken ct)
    {
        // A function is lent within the directorate of the workplace, at another school too: it ends with the work.
        var lent = db.PostEffects.Lent(db.FunctionTerms);
        var hats = await Worn(employee).Where(h => !Personal.Contains(h.Role) && (place == null || h.PlaceId == place || lent.Contains(h.Id)) && (h.EndsOn == null || h.EndsOn > last)).ToListAsync(ct);
        foreach (var hat in hats)
        {
            Note(decision, PostEffectOf.Hat, hat.Id, hat.EndsOn, last);
            hat.EndsOn = last;
        }

        // What was lent of them to a colleague goes with them.
        List<long> going = [.. hats.Select(h => h.Id)];
        foreach (var hat in await db.Hats.Where(h => h.LentByHatId != null && going.Contains(h.LentByHatId.Value) && (h.EndsOn == null || h.EndsOn > last)).ToListAsync(ct))
        {
            Note(decision, PostEffectOf.Hat, hat.Id, hat.EndsOn, last);
            hat.EndsOn = last;
        }

        await KeepSpace(decision, hats, last.AddDays(1), ct);
        if (last < MoroccanDay.Today(clock))
            await StaySignedIn(hats, ct);
        var lessons = await db.TeachingAssignments.Where(t => t.EmployeeId == employee && (place == null || t.SchoolId == place) && (t.EndsOn == null || t.EndsOn > last)
            && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.EndsOn > last)).ToListAsync(ct);
        foreach (var lesson in lessons)
        {
            // What had not begun never does.
            var end = lesson.StartsOn > last ? lesson.StartsOn.AddDays(-1) : last;
            Note(decision, PostEffectOf.Teaching, lesson.Id, lesson.EndsOn, end);
            lesson.EndsOn = end;
        }

        // The roles of the functions ended above, by the same day.
        var (now, terms) = (clock.GetUtcNow().UtcDateTime, await db.FunctionTerms.AsNoTracking().Where(t => t.EmployeeId == employee).ToListAsync(ct));
        db.FunctionTerms.AddRange(terms.Held(now).Where(t => t.EndsOn > last).Select(t => t.Until(last, decision, now)));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Gives a function from a day to a day, with the role that goes with it, to whoever has an account and does not wear it there anyway.</summary>
    public async Task Entrust(FunctionTerm term, string? role, CancellationToken ct)
    {
        db.FunctionTerms.Add(term);
        await db.SaveChangesAsync(ct);
        var account = role is null ? null : await db.Accounts.Where(a => a.EmployeeId == term.EmployeeId && a.ClosedAt == null).OrderBy(a => a.Id).Select(a => (long?)a.Id).FirstOrDefaultAsync(ct);
        if (account is { } id && !await db.Hats.AnyAsync(h => h.AccountId == id && h.Role == role && h.PlaceId == term.PlaceId && h.StartsOn <= term.StartsOn && (h.EndsOn == null || h.EndsOn >= term.EndsOn), ct))
            await Begin(term.DecisionId, new Hat { AccountId = id, Role = role!, PlaceId = term.PlaceId, PlacePath = term.PlacePath, StartsOn = term.StartsOn, EndsOn = term.EndsOn }, ct);
    }

    /// <summary>Ends a function before its day, and the role that was given with it.</summary>
    public async Task EndFunction(FunctionTerm held, string? role, DateOnly last, long decision, CancellationToken ct)
    {
        db.FunctionTerms.Add(held.Until(last, decision, clock.GetUtcNow().UtcDateTime));
        var (person, first) = (held.EmployeeId, held.StartsOn);
        var lent = db.PostEffects.Lent(db.FunctionTerms.Where(t => t.EmployeeId == person && t.StartsOn == first));
        foreach (var hat in await Worn(person).Where(h => h.Role == role && h.PlaceId == held.PlaceId && lent.Contains(h.Id) && h.EndsOn > last).ToListAsync(ct))
        {
            Note(decision, PostEffectOf.Hat, hat.Id, hat.EndsOn, last);
            hat.EndsOn = last;
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Begins at the new place the roles that ended at the old one, where they are worn at such a place; one that was lent for a time, or had not begun, stays behind. A school has one head: where there is one, the role waits to be granted.</summary>
    public async Task Arrive(long decision, Place place, DateOnly from, CancellationToken ct)
    {
        var ended = await (
            from effect in db.PostEffects
            where effect.DecisionId == decision && effect.What == PostEffectOf.Hat && !effect.IsNew && effect.FormerEndsOn == null
            join hat in db.Hats on effect.RowId equals hat.Id
            where hat.StartsOn <= effect.EndsOn
            select new { hat.AccountId, hat.Role }).Distinct().ToListAsync(ct);
        foreach (var (account, role) in ended.Select(e => (e.AccountId, e.Role)))
            if (Hat.FitsAt(role, place.Kind) && !await db.Hats.LiveOn(from).AnyAsync(h => h.PlaceId == place.Id && h.Role == role && h.DelegatedKinds == null && (h.AccountId == account || (role == Roles.Head && h.LentByHatId == null)), ct))
                await Begin(decision, new Hat { AccountId = account, Role = role, PlaceId = place.Id, PlacePath = place.Path, StartsOn = from }, ct);
    }

    /// <summary>Puts back what a decision ended, and ends what it began. What somebody changed since stays as it was changed, and a class that was given to another teacher stays his.</summary>
    public async Task Undo(Decision first, DateOnly today, CancellationToken ct)
    {
        if (first.NewPlaceId is { } came)
            foreach (var lesson in await db.TeachingAssignments.Where(t => t.EmployeeId == first.EmployeeId && t.SchoolId == came && t.StartsOn >= first.EffectiveOn && (t.EndsOn == null || t.EndsOn >= today)).ToListAsync(ct))
                lesson.EndsOn = lesson.StartsOn < today ? today.AddDays(-1) : lesson.StartsOn.AddDays(-1);

        var effects = await db.PostEffects.AsNoTracking().Where(e => e.DecisionId == first.Id).OrderBy(e => e.Id).ToListAsync(ct);
        List<long> hats = [.. effects.Where(e => e.What == PostEffectOf.Hat).Select(e => e.RowId)];
        List<int> lessons = [.. effects.Where(e => e.What == PostEffectOf.Teaching).Select(e => (int)e.RowId)];
        var worn = await db.Hats.Where(h => hats.Contains(h.Id)).ToDictionaryAsync(h => h.Id, ct);
        // What began with a decision that is taken back itself does not live again.
        var fallen = await db.PostEffects.Where(e => e.What == PostEffectOf.Hat && e.IsNew && hats.Contains(e.RowId) && e.DecisionId != first.Id && db.Decisions.Any(d => d.WithdrawsId == e.DecisionId && d.Number != null))
            .Select(e => e.RowId).ToListAsync(ct);
        var revived = new List<Hat>();
        var taught = await db.TeachingAssignments.Where(t => lessons.Contains(t.Id)).ToDictionaryAsync(t => (long)t.Id, ct);
        foreach (var effect in effects)
        {
            if (effect.What == PostEffectOf.Hat && worn.GetValueOrDefault(effect.RowId) is { } hat)
            {
                // The space given to who had none stays: the withdrawal is read in it.
                if (effect.IsNew && hat.Role != Roles.Employee && (hat.EndsOn is null || hat.EndsOn >= today))
                    _ = await HatEnds.End(db, hat, today, ct);
                else if (!effect.IsNew && hat.EndsOn == effect.EndsOn && !fallen.Contains(hat.Id) && !await IsTaken(hat, effect.FormerEndsOn, ct))
                {
                    hat.EndsOn = effect.FormerEndsOn;
                    revived.Add(hat);
                }
            }
            else if (taught.GetValueOrDefault(effect.RowId) is { } lesson && lesson.EndsOn == effect.EndsOn
                && !await db.TeachingAssignments.AnyAsync(t => t.Id != lesson.Id && t.ClassId == lesson.ClassId && t.SubjectCode == lesson.SubjectCode && t.StartsOn > effect.EndsOn && (t.EndsOn == null || t.EndsOn >= t.StartsOn), ct))
            {
                lesson.EndsOn = effect.FormerEndsOn;
            }
        }

        await db.SaveChangesAsync(ct);
        foreach (var hat in revived.Where(h => h.EndsOn is null || h.EndsOn >= today))
            await Fill(hat, hat.StartsOn > today ? hat.StartsOn : today, ct);
    }

    // Who acts in an office because nobody holds it acts no longer once somebody does.
    private async Task Fill(Hat hat, DateOnly from, CancellationToken ct)
    {
        if (hat.LentByHatId is not null || hat.DelegatedKinds is not null || !ProcedureEditions.RolesOfGates.Contains(hat.Role))
            return;
        await facts.Tell(new OfficeFilled(hat.Role, hat.PlaceId, from), ct);
        await db.SaveChangesAsync(ct);
    }

    // Another head came when this one had gone: the role waits to be granted.
    private async Task<bool> IsTaken(Hat hat, DateOnly? until, CancellationToken ct)
    {
        var (after, account, place, role) = (hat.EndsOn!.Value, hat.AccountId, hat.PlaceId, hat.Role);
        return SchoolFunctions.All.Any(f => f.Role == role && f.IsSingle)
            && await db.Hats.AnyAsync(h => h.AccountId != account && h.PlaceId == place && h.Role == role && h.LentByHatId == null && h.StartsOn > after && (h.EndsOn == null || h.EndsOn >= h.StartsOn) && (until == null || h.StartsOn <= until), ct);
    }

    private IQueryable<Hat> Worn(long employee) => db.Hats.Where(h => db.Accounts.Any(a => a.Id == h.AccountId && a.EmployeeId == employee));

    // Whoever had no other hat reads decisions and pay in the employee's.
    private async Task KeepSpace(long decision, List<Hat> ended, DateOnly from, CancellationToken ct)
    {
        foreach (var hat in ended.DistinctBy(h => h.AccountId))
            if (!await db.Hats.AnyAsync(h => h.AccountId == hat.AccountId && h.Role == Roles.Employee && h.StartsOn <= from && h.EndsOn == null, ct))
                await Begin(decision, new Hat { AccountId = hat.AccountId, Role = Roles.Employee, PlaceId = hat.PlaceId, PlacePath = hat.PlacePath, StartsOn = from }, ct);
    }

    // Who is signed in goes on in the employee's space: whoever confirms his own departure is not shown the door.
    private async Task StaySignedIn(List<Hat> ended, CancellationToken ct)
    {
        foreach (var hat in ended)
            if (await db.Hats.Where(h => h.AccountId == hat.AccountId && h.Role == Roles.Employee && h.EndsOn == null).OrderBy(h => h.Id).Select(h => (long?)h.Id).FirstOrDefaultAsync(ct) is { } space)
                await db.Sessions.Where(s => s.HatId == hat.Id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.HatId, space), ct);
    }

    private async Task Begin(long decision, Hat hat, CancellationToken ct)
    {
        db.Hats.Add(hat);
        await PrintedCode.VoidFor(db, hat, clock.GetUtcNow().UtcDateTime, ct);
        await db.SaveChangesAsync(ct);
        db.PostEffects.Add(new PostEffect { DecisionId = decision, What = PostEffectOf.Hat, RowId = hat.Id, IsNew = true });
        await db.SaveChangesAsync(ct);
        await Fill(hat, hat.StartsOn, ct);
    }

    private void Note(long decision, PostEffectOf what, long row, DateOnly? former, DateOnly end) =>
        db.PostEffects.Add(new PostEffect { DecisionId = decision, What = what, RowId = row, IsNew = false, FormerEndsOn = former, EndsOn = end });
}
