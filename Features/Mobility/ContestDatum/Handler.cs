using System.Globalization;
using Massar.Features.Files.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ContestDatum;

public sealed record Query(int Campaign, Datum Datum) : IQuery<Contested>;

/// <summary>What the file says now.</summary>
public sealed record Contested(CampaignHead Campaign, Datum Datum, string Value, string? NameAr, string? NameFr, Said Source);

public sealed record Command(int Campaign, Datum Datum, string? Value, string? ValueDay, string? ValueMonth, string? ValueYear, string? Reason, string? Proof, byte[]? Document) : ICommand
{
    /// <summary>The day typed in three parts, if they make one.</summary>
    internal DateOnly? Day =>
        NumberReader.ReadWhole(ValueYear, 1950, 2100).Value is { } year
        && NumberReader.ReadWhole(ValueMonth, 1, 12).Value is { } month
        && NumberReader.ReadWhole(ValueDay, 1, 31).Value is { } day
        && day <= DateTime.DaysInMonth((int)year, (int)month) ? new DateOnly((int)year, (int)month, (int)day) : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, TimeProvider clock) : IQueryHandler<Query, Contested>, ICommandHandler<Command>
{
    public async Task<Outcome<Contested>> Handle(Query request, CancellationToken cancellationToken) =>
        Enum.IsDefined(request.Datum) && await Own(request.Campaign, cancellationToken) is var (campaign, file)
            ? new Contested(
                CampaignHead.Of(campaign), request.Datum, DatumContest.ValueOf(file, request.Datum, campaign.CountedOn),
                request.Datum == Datum.SpouseCommune ? file.SpouseCommuneAr : null, request.Datum == Datum.SpouseCommune ? file.SpouseCommuneFr : null,
                file.SourceOf(request.Datum, campaign.CountedOn))
            : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(request.Datum) || await Own(request.Campaign, cancellationToken) is not var (campaign, file))
            return Refusal.NotFound;
        if (!campaign.TakesContests(MoroccanDay.Today(clock)))
            return Refusal.Conflict("mobility.contest.over", Formats.ShortDate(campaign.ContestsUntil)).Next("mobility.next.directorate");
        if (await db.DatumContests.AnyAsync(c => c.CampaignId == campaign.Id && c.EmployeeId == file.EmployeeId && c.Datum == request.Datum && c.State == ContestState.Asked, cancellationToken))
            return Refusal.Conflict("mobility.contest.waiting").Next("mobility.next.wait-decision");

        var asserted = await Asserted(request, cancellationToken);
        if (asserted is null)
            return Refusal.Invalid("Value", "mobility.contest.no-commune");
        var value = DatumContest.ValueOf(file, request.Datum, campaign.CountedOn);
        if (asserted == value)
            return Refusal.Invalid("Value", "mobility.contest.same");

        var now = clock.GetUtcNow().UtcDateTime;
        var reading = await FileIntake.Read(FileKind.Evidence, request.Document!, now, cancellationToken);
        if (reading.Problem is { } problem)
            return Refusal.Invalid(Uploads.Field, problem);
        var document = reading.File!;
        db.StoredFiles.Add(document);
        await db.SaveChangesAsync(cancellationToken);

        db.DatumContests.Add(new DatumContest
        {
            CampaignId = campaign.Id,
            EmployeeId = file.EmployeeId,
            PlaceId = file.PlaceId,
            PlacePath = file.PlacePath,
            Datum = request.Datum,
            FileValue = value,
            AssertedValue = asserted,
            AssertedPlaceId = request.Datum == Datum.SpouseCommune ? int.Parse(asserted, CultureInfo.InvariantCulture) : null,
            Reason = request.Reason!.Trim(),
            Proof = request.Proof!.Trim(),
            DocumentId = document.Id,
            AskedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private async Task<(Campaign, ServiceFile)?> Own(int id, CancellationToken ct)
    {
        var campaign = await db.Campaigns.AsNoTracking().Announced().SingleOrDefaultAsync(c => c.Id == id, ct);
        return campaign is not null && user.EmployeeId is { } me && await files.Of(me, id, ct) is { } file && campaign.Reaches(file.PlacePath) ? (campaign, file) : null;
    }

    /// <summary>What was typed, written invariantly; a commune is found by its code or either name.</summary>
    private async Task<string?> Asserted(Command command, CancellationToken ct)
    {
        if (DatumContest.IsDay(command.Datum))
            return command.Day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (DatumContest.IsCount(command.Datum))
            return NumberReader.ReadWhole(command.Value, 0, 40).Value!.Value.ToString("0", CultureInfo.InvariantCulture);
        if (command.Datum == Datum.MaritalStatus)
            return command.Value;
        var typed = command.Value!.Trim();
        var found = await db.Places.Where(p => p.Kind == PlaceKind.Commune && (p.Code == typed || p.NameAr == typed || p.NameFr == typed)).OrderBy(p => p.Id).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct);
        return found?.ToString(CultureInfo.InvariantCulture);
    }
}
