using System.Text.Json.Serialization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ImportRoster;

public sealed record Query : IQuery<Guide>;

/// <summary>What a package has to name to be of this school and year.</summary>
/// <param name="Ends">The year in which the current school year ends, as the standard names it.</param>
public sealed record Guide(string GresaCode, int Ends);

/// <summary>Takes a package in after reading it: a dangerous one, or one of another kind, is not kept; one with faults leaves its report and nothing else.</summary>
public sealed record Command(string FileName, [property: JsonIgnore] byte[] File) : ICommand<Sent>
{
    /// <summary>Tells two files apart where the same form is sent twice.</summary>
    public string Hash => Fingerprint.Of(File);
}

/// <param name="IsValid">Its pupils wait to be confirmed; otherwise only its report is there.</param>
public sealed record Sent(int Import, bool IsValid, int Faults, int Notes);

public sealed class Handler(MassarDb db, ImportDesk desk, RosterMatch match, CurrentUser user, ImportLimits limits, TimeProvider clock) : IQueryHandler<Query, Guide>, ICommandHandler<Command, Sent>
{
    public async Task<Outcome<Guide>> Handle(Query request, CancellationToken cancellationToken)
    {
        var place = user.PlaceId;
        var guide = await (
            from s in db.Schools
            where s.Id == place
            from year in db.SchoolYears.Where(y => y.IsCurrent)
            select new Guide(s.GresaCode, year.Id + 1)).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return guide is null ? Refusal.NotFound : guide;
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (!await db.Schools.Open().AnyAsync(s => s.Id == user.PlaceId, cancellationToken)) return Refusal.NotFound;
        if (command.File.Length == 0) return Refusal.Invalid("File", "ui.list.file.none");
        if (limits.Spend(user.AccountId) is { } wait) return Refusal.TooMany(wait);
        if (RosterReader.Read(command.File, out var refusal) is not { } package) return refusal!;

        var rows = await match.Rows(package, user.PlaceId, MoroccanDay.Today(clock), cancellationToken);
        var (now, report) = (clock.GetUtcNow().UtcDateTime, package.Report);
        var import = new PupilImport
        {
            SchoolId = user.PlaceId,
            SchoolYearId = await db.CurrentYear(cancellationToken),
            ByAccountId = user.AccountId,
            Source = ImportSource.OneRoster,
            FileName = BidiSafe.Clean(command.FileName, PupilImport.NameLength),
            FileHash = package.Hash,
            ReadAs = $"OneRoster {RosterReader.Version}",
            State = report.Faults > 0 ? ImportState.Invalid : ImportState.Waiting,
            SentAt = now,
            CheckedAt = now,
            Rows = rows.Count,
            Faults = report.Faults,
            Notes = report.Notes,
        };
        if (await desk.TakeIn(import, rows.Select(r => (r.Number, (IReadOnlyDictionary<ImportColumn, string>)r.Cells)), user, cancellationToken) is { } tooMany) return tooMany;
        db.RosterFindings.AddRange(report.Of(import.Id));
        if (report.Book(import.Id) is { } book) db.RosterFindingBooks.Add(book);
        await db.SaveChangesAsync(cancellationToken);
        return new Sent(import.Id, report.Faults == 0, report.Faults, report.Notes);
    }
}
