using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.Domain;

/// <summary>
/// Carries exchanges on, all in the caller's transaction: the offices asked, the record sealed, the decisions drafted. One decision is about one person, with a career,
/// a register and a right of appeal of its own, so the act of an exchange is a list whose lines count together or not at all (<see cref="WholeBatch"/>): one signature for all.
/// </summary>
public sealed class ExchangeDesk(
    MassarDb db, ExchangeFiles files, CaseReader cases, ProcedureBook book, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, WorkDesk work,
    Sealer sealer, TimeProvider clock)
{
    private const string Kind = "Transfer";

    /// <summary>Nobody acts for an office in an exchange of his own or of his family, and who tries is written down.</summary>
    public static Refusal Own => Refusal.Conflict("exchanges.own").Next("exchanges.own.next").Recorded();

    /// <summary>The exchange with all that belongs to it, held until the end of the transaction.</summary>
    public async Task<Exchange?> Hold(IQueryable<Exchange> visible, long id, CancellationToken ct)
    {
        // Locked alone first: what belongs to it is read once nobody else writes it.
        if (await visible.Where(e => e.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } exchange)
            return null;
        await db.ExchangeParties.Where(p => p.ExchangeId == id).OrderBy(p => p.Order).LoadAsync(ct);
        await db.ExchangeAgreements.Where(a => a.ExchangeId == id).OrderBy(a => a.Order).LoadAsync(ct);
        await db.ExchangeNotes.Where(n => n.ExchangeId == id).OrderBy(n => n.Order).LoadAsync(ct);
        return exchange;
    }

    /// <summary>An act that writes only below the exchange: whoever read it before reads it again.</summary>
    public void Touch(Exchange exchange) => db.Entry(exchange).Property(e => e.State).IsModified = true;

    /// <summary>It does not come about: what was sealed of it says so to whoever verifies it.</summary>
    public async Task Revoke(Exchange exchange, CancellationToken ct)
    {
        if (exchange.RecordId is not { } id || await db.IssuedDocuments.SingleOrDefaultAsync(d => d.Id == id, ct) is not { State: not DocumentState.Revoked } record)
            return;
        var key = $"exchanges.end.{exchange.EndCode}";
        _ = record.Revoke($"{Words.All.Say("ar", key)} – {Words.All.Say("fr", key)}", clock.GetUtcNow().UtcDateTime, sealer);
    }

    /// <summary>What stands against the exchange today, for anybody in it; null when nothing does.</summary>
    public async Task<(ExchangeRule Rule, ExchangeFile? Who)?> Against(Exchange exchange, CancellationToken ct)
    {
        var known = await files.Of([.. exchange.Parties.Select(p => p.EmployeeId)], exchange.Id, ct);
        var circle = exchange.Parties.OrderBy(p => p.Order).Select(p => known[p.EmployeeId]).ToList();
        var (figures, today) = (await ExchangeFigures.Current(db, ct), MoroccanDay.Today(clock));
        foreach (var person in circle)
            if (person.Judge(figures, today).FirstOrDefault(r => !r.Holds) is { } against)
                return (against, person);
        if (ExchangeFile.JudgeCircle(circle).FirstOrDefault(r => !r.Holds) is { } between)
            return (between, null);
        return exchange.Parties.FirstOrDefault(p => known[p.EmployeeId].PlaceId != p.FromPlaceId) is { } moved ? (new ExchangeRule("moved", false), known[moved.EmployeeId]) : null;
    }

    /// <summary>All have accepted: each directorate concerned is asked, and the academy where there are several.</summary>
    public async Task Share(Exchange exchange, CancellationToken ct)
    {
        var directorates = exchange.Parties.OrderBy(p => p.Order).Select(p => Territory.DirectorateOf(p.FromPath) ?? exchange.PlacePath).Distinct().ToList();
        if (directorates.Count > 1)
            directorates.Add(exchange.PlacePath);
        exchange.Share(directorates.Select((path, i) => new ExchangeAgreement { Order = i + 1, PlaceId = Territory.LastOf(path), PlacePath = path }), clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(ct);
        await Tell(exchange, "complete", exchange.TurnPlaceId, null, ct);
    }

    /// <summary>All offices agree: the record is sealed and the decisions drafted, each on the desk of its own directorate.</summary>
    public async Task<Refusal?> Decide(Exchange exchange, long account, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        var kind = DecisionKinds.Find(Kind)!;
        var inForce = await book.InForce(db, Kind, today, ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;
        var record = await Seal(exchange, now, ct);
        if (record.IsRefused)
            return record.Refusal;
        // The day everybody accepted, and the record names; no office agrees once it has passed.
        var from = exchange.EffectiveOn;
        var wanted = exchange.Parties.Select(p => p.ToPlaceId).ToList();
        var places = await db.Places.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var offices = exchange.Parties.Select(p => Territory.DirectorateOf(p.FromPath) ?? exchange.PlacePath).Distinct().ToList();
        var batch = new DecisionBatch
        {
            Kind = Kind,
            PlaceId = offices.Count == 1 ? Territory.LastOf(offices[0]) : exchange.PlaceId,
            PlacePath = offices.Count == 1 ? offices[0] : exchange.PlacePath,
            AsOf = from,
            LineCount = exchange.Parties.Count,
            IsWhole = true,
            CreatedAt = now,
            CreatedByAccountId = account,
        };
        db.DecisionBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        foreach (var party in exchange.Parties.OrderBy(p => p.Order))
        {
            var others = record.Value.Content.Parties.Where((_, i) => i != party.Order - 1).Select(p => p.NameAr);
            var words = Words.All.Say("ar", "exchanges.decision-words", record.Value.Content.NumberShown, string.Join("، ", others));
            var judged = (await cases.Read(db.Employees, party.EmployeeId, new CaseFacts(from, Place: places[party.ToPlaceId], Cause: DecisionKinds.Exchange, Remark: words), 0, ct))!;
            // The companions of the same list do not stand against each other: they are about other people.
            if (kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } guard)
                return guard.AsRefusal();
            var office = Territory.DirectorateOf(party.FromPath) ?? exchange.PlacePath;
            db.Decisions.Add(kind.Draft(judged, procedure, (Territory.LastOf(office), office), account, now, batch: batch.Id));
        }

        exchange.Keep(record.Value.Document.Id);
        exchange.Decide(batch.Id, now);
        await db.SaveChangesAsync(ct);
        await Tell(exchange, "decided", null, null, ct);
        return null;
    }

    /// <summary>Looks again after the last day to accept.</summary>
    public void Await(Exchange exchange) => work.Queue<ExpireProposal.Handler>(
        ExpireProposal.Handler.KeyOf(exchange.Id), exchange.Id.ToString(CultureInfo.InvariantCulture), MoroccanHour.Utc(exchange.AnswerUntil.AddDays(1), new TimeOnly(7, 0)));

    public async Task Tell(Exchange exchange, string what, int? office, long? by, CancellationToken ct)
    {
        await facts.Tell(new ExchangeStepped(exchange.Id, exchange.Notes.Max(n => n.Order), what, office, by), ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<Outcome<(IssuedDocument Document, RecordContent Content)>> Seal(Exchange exchange, DateTime now, CancellationToken ct)
    {
        List<int> ids = [exchange.PlaceId, .. exchange.Parties.SelectMany(p => new[] { p.FromPlaceId, p.ToPlaceId }), .. exchange.Agreements.Select(a => a.PlaceId)];
        var places = await db.Places.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var people = exchange.Parties.Select(p => p.EmployeeId).ToList();
        var names = await db.Employees.AsNoTracking().Where(e => people.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var academy = places[exchange.PlaceId];
        var (year, code) = (register.Year, DocumentCode.New());
        var number = await register.Take(academy.Id, RecordContent.RegisterKind, year, ct);
        var content = new RecordContent(
            number, year, code, address.Of(code), now, MoroccanDay.Of(now), exchange.EffectiveOn,
            [.. exchange.Parties.OrderBy(p => p.Order).Select(p => (Party: p, Person: names[p.EmployeeId], From: places[p.FromPlaceId], To: places[p.ToPlaceId]))
                .Select(p => new RecordParty(p.Person.FullNameAr, p.Person.FullNameLatin, p.From.NameAr, p.From.NameFr, p.To.NameAr, p.To.NameFr, MoroccanDay.Of(p.Party.AcceptedAt!.Value)))],
            [.. exchange.Agreements.OrderBy(a => a.Order).Select(a => new RecordOffice(places[a.PlaceId].Kind == PlaceKind.Academy, places[a.PlaceId].NameAr, places[a.PlaceId].NameFr, MoroccanDay.Of(a.AnsweredAt ?? now)))],
            academy.NameAr, academy.NameFr, options.Demo);
        var file = await AcademySeal.Try(() => seal.Seal(new RecordDocument(content), academy.Code, academy.NameAr, $"{academy.NameAr} {content.NumberShown}", ct), ("exchanges.unprintable", "exchanges.unprintable.next"));
        if (file.IsRefused)
            return file.Refusal!;
        var document = archive.Store(new DocumentDraft(academy.Id, RecordContent.RegisterKind, year, number, code, content.Facts(), now), file.Value);
        await db.SaveChangesAsync(ct);
        return (document, content);
    }
}
