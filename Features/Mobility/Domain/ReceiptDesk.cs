using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>A receipt made into a paper.</summary>
/// <param name="Document">Number of the issued document; its file is at <see cref="Documents.Links.File"/>.</param>
/// <param name="Number">In the register: 12/2026.</param>
/// <param name="Code">As printed, for whoever checks it.</param>
public sealed record ReceiptMade(long Document, string Number, string Code);

/// <summary>
/// Numbers, draws, seals and keeps the receipts of what was sent, and ends their validity when something newer was sent or the request
/// was withdrawn. A receipt is drawn when its owner asks for it, not when the request is sent: in the last hour before a deadline
/// nobody's request may wait for a printer.
/// </summary>
public sealed class ReceiptDesk(
    MassarDb db, CurrentUser user, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Sealer sealer, TimeProvider clock)
{
    /// <summary>The register's name.</summary>
    public const string Kind = "movement-receipt";

    /// <summary>The paper of the reader's last submission; made when there is none yet.</summary>
    public async Task<Outcome<ReceiptMade>> Issue(long requestId, CancellationToken ct)
    {
        // Held, so that of two windows one draws and the other gets the same paper.
        var request = await db.MovementRequests.OwnedBy(user).ForUpdate().SingleOrDefaultAsync(r => r.Id == requestId && r.Submissions > 0, ct);
        if (request is null)
            return Refusal.NotFound;
        var submission = await db.Submissions.Include(s => s.Lines).Include(s => s.Wishes).AsSplitQuery().SingleAsync(s => s.RequestId == requestId && s.Number == request.Submissions, ct);
        if (!request.Stands)
            return Refusal.Conflict("mobility.receipt.withdrawn").Next("mobility.receipt.withdrawn.next");
        if (submission.DocumentId is { } known)
            return Made(await db.IssuedDocuments.SingleAsync(d => d.Id == known, ct));

        var content = await Describe(request, submission, ct);
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        content = content with { RegisterNumber = await register.Take(content.Office.Id, Kind, register.Year, ct), RegisterYear = register.Year };
        var file = await AcademySeal.Try(
            () => seal.Seal(new ReceiptPaper(content), content.Academy?.Code, content.Academy?.NameAr, $"{content.OfficeAr} {content.NumberShown}", ct),
            ("mobility.receipt.unprintable", "mobility.next.directorate"));
        if (file.IsRefused)
            return file.Refusal!;

        var paper = archive.Store(
            new DocumentDraft(content.Office.Id, Kind, content.RegisterYear, content.RegisterNumber, content.Code, content.Facts(), content.IssuedAt) { EmployeeId = request.EmployeeId }, file.Value);
        await db.SaveChangesAsync(ct);
        submission.DocumentId = paper.Id;
        foreach (var earlier in await PapersOf(requestId).Where(d => d.Id != paper.Id && d.SupersededById == null).ToListAsync(ct))
            earlier.GiveWayTo(paper, sealer);
        await db.SaveChangesAsync(ct);
        return Made(paper);
    }

    /// <summary>Something newer was sent, or the points were counted anew: papers of earlier submissions no longer count. Written by the caller's <c>SaveChanges</c>.</summary>
    public async Task Outdate(long requestId, CancellationToken ct)
    {
        foreach (var paper in await PapersOf(requestId).Where(d => d.State == DocumentState.Valid).ToListAsync(ct))
            paper.Outdate(sealer);
    }

    /// <summary>The participant took the request back; whoever checks one of its receipts is told. Written by the caller's <c>SaveChanges</c>.</summary>
    public async Task Withdraw(long requestId, DateTime at, CancellationToken ct)
    {
        var reason = $"{Words.All.Say("ar", "mobility.receipt.ended")} – {Words.All.Say("fr", "mobility.receipt.ended")}";
        foreach (var paper in await PapersOf(requestId).Where(d => d.State != DocumentState.Revoked).ToListAsync(ct))
            _ = paper.Revoke(reason, at, sealer);
    }

    private IQueryable<IssuedDocument> PapersOf(long requestId) =>
        from submission in db.Submissions
        join paper in db.IssuedDocuments on submission.DocumentId equals paper.Id
        where submission.RequestId == requestId
        select paper;

    private async Task<ReceiptContent> Describe(MovementRequest request, Submission submission, CancellationToken ct)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == request.CampaignId, ct);
        var person = await db.Employees.AsNoTracking().SingleAsync(e => e.Id == request.EmployeeId, ct);
        var claims = await db.PriorityClaims.AsNoTracking().Where(c => c.CampaignId == request.CampaignId && c.EmployeeId == request.EmployeeId).OrderBy(c => c.Case).Select(c => new { c.Case, c.State }).ToListAsync(ct);
        int[] wished = [.. submission.Wishes.Select(w => w.PlaceId)], above = [.. request.PlacePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var places = await (
            from place in db.Places.AsNoTracking()
            join within in db.Places on place.ParentId equals within.Id into parents
            from within in parents.DefaultIfEmpty()
            where wished.Contains(place.Id) || above.Contains(place.Id)
            select new { Place = place, Within = within }).ToDictionaryAsync(p => p.Place.Id, ct);
        Place? Over(PlaceKind kind) => above.Where(places.ContainsKey).Select(id => places[id].Place).FirstOrDefault(p => p.Kind == kind);

        var (academy, directorate, code) = (Over(PlaceKind.Academy), Over(PlaceKind.Directorate), DocumentCode.New());
        var own = places[request.PlaceId].Place;
        return new ReceiptContent
        {
            Code = code,
            Address = address.Of(code),
            IssuedAt = clock.GetUtcNow().UtcDateTime,
            Office = directorate ?? academy ?? own,
            Academy = academy,
            Directorate = directorate,
            RequestNumber = MovementRequest.NumberOf(campaign.SchoolYearId, request.Id),
            Campaign = campaign,
            NameAr = person.FullNameAr,
            NameLatin = person.FullNameLatin,
            Ppr = person.Ppr,
            Workplace = own,
            Submission = submission,
            SentOn = request.SubmittedAt!.Value,
            Wishes = [.. submission.Wishes.OrderBy(w => w.Order).Select(w => places[w.PlaceId]).Select(p => new NamedPlace(p.Place.Id, p.Place.NameAr, p.Place.NameFr, p.Within?.NameAr, p.Within?.NameFr))],
            Claims = [.. claims.Select(c => (c.Case, c.State))],
            IsDemo = options.Demo,
        };
    }

    private static ReceiptMade Made(IssuedDocument paper) => new(paper.Id, paper.NumberShown, DocumentCode.Shown(paper.Code));
}
