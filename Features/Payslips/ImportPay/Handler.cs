using System.Text.Json;
using System.Text.Json.Serialization;
using Massar.Features.Payslips.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.ImportPay;

public sealed record Query(int? Page, bool IsWhole) : IQuery<Listed>;

/// <summary>The pay files, the newest first.</summary>
public sealed record Listed(IReadOnlyList<Line> Lines, int Page, int Pages, int Total);

/// <param name="IsOld">Waited too long; its lines are gone.</param>
public sealed record Line(
    int Id, DateOnly Month, string PlaceAr, string PlaceFr, string FileName, string ByAr, string ByLatin, DateTime SentAt, PayImportState State, int People, int Written, decimal Credits, decimal Debits, bool IsOld)
{
    public string Shown => IsOld ? "Old" : State.ToString();
}

/// <summary>Takes a file in after reading it: a dangerous or unreadable file is not kept, and nothing is written to any payslip.</summary>
public sealed record Command(string FileName, [property: JsonIgnore] byte[] File) : ICommand<Sent>
{
    /// <summary>Tells two files apart where the same form is sent twice.</summary>
    public string Hash => Fingerprint.Of(File);
}

public sealed record Sent(int Import);

public sealed class Handler(MassarDb db, PayImportDesk desk, CurrentUser user, PayImportLimits limits, TimeProvider clock) : IQueryHandler<Query, Listed>, ICommandHandler<Command, Sent>
{
    private const int PageSize = 20;
    private const int Most = 2_000;

    public async Task<Outcome<Listed>> Handle(Query request, CancellationToken cancellationToken)
    {
        var imports = db.PayImports.InReachOf(user);
        var total = await imports.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var old = clock.GetUtcNow().UtcDateTime - PayImport.Patience;
        var lines = await (
            from i in imports
            join a in db.Accounts on i.ByAccountId equals a.Id
            join p in db.Places on i.PlaceId equals p.Id
            orderby i.SentAt descending, i.Id descending
            select new Line(i.Id, i.Month, p.NameAr, p.NameFr, i.FileName, a.NameAr, a.NameLatin, i.SentAt, i.State, i.People, i.Written, i.Credits, i.Debits, i.State == PayImportState.Waiting && i.SentAt < old))
            .AsNoTracking().Skip(request.IsWhole ? 0 : (page - 1) * PageSize).Take(request.IsWhole ? Most : PageSize).ToListAsync(cancellationToken);
        return new Listed(lines, page, pages, total);
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (command.File.Length == 0) return Refusal.Invalid("File", "payslips.import.file.none");
        if (limits.Spend(user.AccountId) is { } wait) return Refusal.TooMany(wait);
        if (PayFile.Read(command.File, out var refusal) is not { } reading) return refusal!;
        var (path, code) = (user.PlacePath, reading.Employer);
        var academy = await db.Places.AsNoTracking().SingleOrDefaultAsync(p => p.Kind == PlaceKind.Academy && p.Code == code && p.Path.StartsWith(path), cancellationToken);
        // Another office's employer and one that does not exist look the same.
        if (academy is null) return Refusal.Invalid("File", "payslips.import.file.employer", code);

        var import = new PayImport
        {
            PlaceId = academy.Id,
            PlacePath = academy.Path,
            Month = reading.Month,
            ByAccountId = user.AccountId,
            FileName = BidiSafe.Clean(command.FileName, PayImport.NameLength),
            FileHash = reading.Hash,
            ReadAs = reading.ReadAs,
            SentAt = clock.GetUtcNow().UtcDateTime,
            Lines = reading.LineCount,
            People = reading.People.Count,
            Credits = reading.SumOf(credit: true),
            Debits = reading.SumOf(credit: false),
            StatedLines = reading.Lines,
            StatedCredits = reading.Credits,
            StatedDebits = reading.Debits,
        };
        db.PayImports.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        var people = reading.People.Select(p => new PayImportPerson
        {
            ImportId = import.Id,
            Number = p.Number,
            Ppr = p.Ppr,
            Lines = JsonSerializer.Serialize(p.Lines),
            Credits = p.SumOf(credit: true),
            Debits = p.SumOf(credit: false),
        }).ToList();
        await desk.Check(import, people, cancellationToken, path);
        db.PayImportPeople.AddRange(people);
        await db.SaveChangesAsync(cancellationToken);
        return new Sent(import.Id);
    }
}
