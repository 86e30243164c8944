using System.Globalization;
using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Discipline.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.ProposeSanction;

public sealed record Query(long Id) : IQuery<Entry>;

/// <param name="WithCouncil">Sanctions before which the council must be heard.</param>
public sealed record Entry(CaseView Case, string NameAr, string NameLatin, string Ppr, IReadOnlyList<string> WithCouncil, int MostDays) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Id, string? Sanction, string? From, string? Days, string? Grounds, string? Version) : ICommand<Prepared>;

public sealed record Prepared(long Decision);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Sanction).Must(s => Sanction.All.Contains(s ?? "")).WithMessage("discipline.sanction.needed");
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Days).Must(d => DaysOf(d) is > 0 and <= 30).When(c => c.Sanction == Sanction.Exclusion).WithMessage("decisions.new.days-needed").WithState(_ => new object[] { 30 });
        RuleFor(c => c.Grounds).Must(g => BidiSafe.CleanLines(g).Length is > 9 and <= Decision.RemarkLength).WithMessage("discipline.facts.length").WithState(_ => new object[] { 10, Decision.RemarkLength });
        RuleFor(c => c.Grounds).Must(g => g is null || PaperLetters.AreIn(BidiSafe.CleanLines(g))).WithMessage("decisions.withdrawal.remark-letters");
    }

    internal static int? DaysOf(string? typed) => int.TryParse(Digits.ToLatin(typed ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, DisciplineDesk desk, CaseReader cases, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Prepared>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, own) = (query.Id, await desk.Own(ct));
        var found = await db.DisciplineCases.AsNoTracking().Below(user, own).Where(c => c.Id == id).Join(db.Employees, c => c.EmployeeId, e => e.Id, (c, e) => new { Case = c, e.Ppr, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var figures = await DisciplineFigures.Current(db, ct);
        var view = await desk.View(found.Case, figures, ct);
        if (!view.IsSanctionOver && found.Case.Against(null, figures, MoroccanDay.Today(clock)) is { } against)
            return against;
        return new Entry(view, $"{found.LastNameAr} {found.FirstNameAr}", $"{found.LastNameLatin} {found.FirstNameLatin}", found.Ppr, [.. Sanction.All.Where(figures.WantsCouncil)], figures.ExclusionDays);
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        var (id, own, now) = (command.Id, await desk.Own(ct), clock.GetUtcNow().UtcDateTime);
        if (await db.DisciplineCases.Below(user, own).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } one)
            return Refusal.NotFound;
        if (one.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        await desk.Settle(one, now, ct);
        var (today, sanction, figures) = (MoroccanDay.Of(now), command.Sanction!, await DisciplineFigures.Current(db, ct));
        if (one.Against(sanction, figures, today) is { } against)
            return against;
        int? days = sanction == Sanction.Exclusion ? Validator.DaysOf(command.Days) : null;
        if (days > figures.ExclusionDays)
            return Refusal.Invalid("Days", "decisions.new.days-needed", figures.ExclusionDays);

        // The pay goes by months: nothing is taken back of those before the month of the facts.
        if (TypedDay.Read(command.From)!.Value < new DateOnly(one.FactsOn.Year, one.FactsOn.Month, 1))
            return Refusal.Invalid("From", "discipline.from.early", Formats.ShortDate(new DateOnly(one.FactsOn.Year, one.FactsOn.Month, 1)));

        _ = await db.Employees.Where(e => e.Id == one.EmployeeId).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        var from = TypedDay.Read(command.From)!.Value;
        var told = new CaseFacts(from, days is { } count ? from.AddDays(count - 1) : null, Cause: sanction, Days: days, Remark: BidiSafe.CleanLines(command.Grounds));
        if (await cases.Read(db.Employees, one.EmployeeId, told, 0, ct) is not { } judged)
            return Refusal.NotFound;
        var kind = DecisionKinds.Find(DisciplinarySanction.KindCode)!;
        judged = await cases.WithLowered(judged, ct);
        if (kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } guard)
            return guard.AsRefusal();
        var inForce = await book.InForce(db, kind.Code, today, ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;

        var decision = kind.Draft(judged, procedure, (user.PlaceId, user.PlacePath), user.AccountId, now);
        db.Decisions.Add(decision);
        await db.SaveChangesAsync(ct);
        one.Propose(decision.Id, now);
        await db.SaveChangesAsync(ct);
        return new Prepared(decision.Id);
    }
}
