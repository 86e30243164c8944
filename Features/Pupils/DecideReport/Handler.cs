using System.Globalization;
using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.DecideReport;

public sealed record Query(long Id) : IQuery<Case>;

/// <param name="Now">What the file says now; it may have changed since the report.</param>
/// <param name="Version">Of the report.</param>
public sealed record Case(long Id, long Pupil, string NameAr, string NameLatin, string MassarCode, string Field, string? Now, string? Said, string Wanted, DateTime ReportedAt, Guid Paper, ReportState State, int Version) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Act">correct or refuse.</param>
/// <param name="Why">Of a refusal.</param>
public sealed record Command(long Id, string? Version, string? Act, TypedProof Proof, string? Why) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Act).Must(a => a is "correct" or "refuse").WithMessage("pupils.wrong.choose");
        When(c => c.Act == "correct", () => this.HasProof(c => c.Proof, clock));
        RuleFor(c => c.Why).IsChangeReason().When(c => c.Act == "refuse");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, Text text, TimeProvider clock) : IQueryHandler<Query, Case>, ICommandHandler<Command>
{
    public async Task<Outcome<Case>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var row = await (
            from r in db.DatumReports.At(user, db)
            where r.Id == id
            join p in db.Pupils on r.PupilId equals p.Id
            join f in db.StoredFiles on r.FileId equals f.Id
            select new { Report = r, Pupil = p, f.PublicId }).AsNoTracking().SingleOrDefaultAsync(ct);
        return row is null ? Refusal.NotFound
            : new Case(id, row.Pupil.Id, row.Pupil.FullNameAr, row.Pupil.FullNameLatin, row.Pupil.MassarCode, row.Report.Field, PupilIdentity.Of(row.Pupil).Fields().Single(f => f.Name == row.Report.Field).Value,
                row.Report.Said, row.Report.Wanted, row.Report.ReportedAt, row.PublicId, row.Report.State, row.Report.Version);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now, today) = (command.Id, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        if (await db.DatumReports.At(user, db).Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } report)
            return Refusal.NotFound;
        var pupilId = report.PupilId;
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupilId, ct))
            return Refusal.Conflict("pupils.own-child").Next("pupils.own-child.next").Recorded();
        if (command.Version != report.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;
        var why = command.Act == "refuse" ? BidiSafe.CleanLinesOrNull(command.Why) : null;
        if (report.Settle(why, now) is { } settled)
            return settled;

        if (why is null)
        {
            // The file is the school's where the child sits; who left takes the report along.
            if (await db.Pupils.Where(p => p.Id == pupilId).EnrolledNowAt(user, db).SingleOrDefaultAsync(ct) is not { } pupil)
                return Refusal.Conflict("pupils.report.left").Next("pupils.report.left.next");
            var before = PupilIdentity.Of(pupil);
            var after = before.With(report.Field, report.Wanted).Cleaned();
            if (after.Wrong(today).TryGetValue(report.Field, out var wrong))
                return Refusal.Conflict(wrong.Key, wrong.Args);
            // Two files of one child are looked at side by side on the page of corrections.
            if (report.Field is nameof(PupilIdentity.BirthDate) or nameof(PupilIdentity.FirstNameAr) or nameof(PupilIdentity.LastNameAr) or nameof(PupilIdentity.BirthActNumber)
                && await db.PossiblePupils(TypedDay.Read(after.BirthDate)!.Value, ArabicFolding.Fold($"{after.LastNameAr} {after.FirstNameAr}"), after.BirthActNumber, pupilId, ct) is [_, ..])
                return Refusal.Conflict("pupils.report.double").Next("pupils.report.double.next");
            // Somebody may have corrected it meanwhile: then only the report is settled.
            if (after.ChangesFrom(before) is { Count: > 0 } changes)
            {
                after.WriteTo(pupil);
                db.PupilCorrections.Add(PupilCorrection.By(user, now, pupilId, command.Proof, text["pupils.report.reason"], changes));
            }
        }

        await db.SaveChangesAsync(ct);
        await facts.Tell(new DatumReported(report.Id, IsSettled: true), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
