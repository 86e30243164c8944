using System.Data;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>A post as the database knows it.</summary>
public sealed record FrozenPost(int PlaceId, string PlacePath, string GroupCode, int Vacant);

/// <summary>A participant as the database knows him, with what ties are broken by.</summary>
/// <param name="HomePlaceId">What his seat counts for: his school, or the commune or directorate it lies in, as the campaign's wishes.</param>
public sealed record FrozenParticipant(
    long EmployeeId, long SubmissionId, int PlaceId, string PlacePath, int HomePlaceId, string HomePath, string GroupCode, int Class, decimal Points, TieBreak Tie, string Ppr, IReadOnlyList<FrozenWish> Wishes)
{
    /// <summary>In surplus: the seat held is one too many, so that nobody comes to it when it is left.</summary>
    public bool IsSurplus { get; init; }

    /// <summary>The group his seat counts for.</summary>
    public string HomeGroup => IsSurplus ? GroupCode + RunDesk.SurplusSeat : GroupCode;
}

/// <summary>A wish as it was sent.</summary>
public sealed record FrozenWish(int PlaceId, string Path);

/// <summary>Everything a run is computed from, taken down at one moment.</summary>
public sealed record FrozenMovement(int CampaignId, IReadOnlyList<FrozenPost> Declared, IReadOnlyList<FrozenParticipant> Participants);

/// <summary>A computed run, before it is stored.</summary>
/// <param name="People">By index of the inputs.</param>
/// <param name="Posts">By index of the inputs.</param>
public sealed record ComputedRun(
    MovementInputs Inputs, byte[] InputsFile, string InputsHash, Assignment Assignment, byte[] ResultFile, string ResultHash, CheckReport Check,
    IReadOnlyList<FrozenParticipant> People, IReadOnlyList<FrozenPost> Posts);

/// <summary>Freezes what a run is made of, computes it, and lays out the rows that are kept.</summary>
public sealed class RunDesk(MassarDb db, PhaseDesk phases)
{
    /// <summary>Ends the group of a seat that is one too many: nobody can wish for it.</summary>
    public const string SurplusSeat = "*";

    /// <summary>All requests that both offices validated, the seats declared and the priorities granted, as they are at one moment: one snapshot of the database.</summary>
    public Task<FrozenMovement> Freeze(Campaign campaign, CancellationToken ct) => db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
        var frozen = await Read(campaign, token);
        await snapshot.CommitAsync(token);
        return frozen;
    }, ct);

    /// <summary>As <see cref="Freeze"/>, inside the transaction that is open.</summary>
    public async Task<FrozenMovement> Read(Campaign campaign, CancellationToken token)
    {
        var (id, ready) = (campaign.Id, campaign.ReadyState);
        var requests = await (
            from request in db.MovementRequests.AsNoTracking()
            where request.CampaignId == id && (request.State == ready || (request.FlagCaseId != null && request.Submissions > 0))
            join employee in db.Employees on request.EmployeeId equals employee.Id
            join submission in db.Submissions on new { RequestId = request.Id, Number = request.Submissions } equals new { submission.RequestId, submission.Number }
            select new
            {
                request.EmployeeId,
                Submission = submission.Id,
                request.PlaceId,
                request.PlacePath,
                request.GradeCode,
                employee.DisciplineCode,
                employee.Ppr,
                submission.Points,
                request.PostedOn,
                request.RecruitedOn,
                request.BirthDate,
                IsSurplus = request.FlagCaseId != null,
                WorksAt = employee.PlaceId,
            }).ToListAsync(token);
        // One person, one post: who got one in another movement of the year, or left the place he asked from, is in this one no more; nor is his old seat.
        var placed = await phases.MovedBefore(campaign, token);
        requests.RemoveAll(r => r.WorksAt != r.PlaceId || placed.Contains(r.EmployeeId));
        var wishes = (await (
            from request in db.MovementRequests
            where request.CampaignId == id && (request.State == ready || (request.FlagCaseId != null && request.Submissions > 0))
            join submission in db.Submissions on new { RequestId = request.Id, Number = request.Submissions } equals new { submission.RequestId, submission.Number }
            join wish in db.Set<SubmittedWish>() on submission.Id equals wish.SubmissionId
            join place in db.Places on wish.PlaceId equals place.Id
            orderby wish.SubmissionId, wish.Order
            select new { wish.SubmissionId, Wish = new FrozenWish(wish.PlaceId, place.Path) }).AsNoTracking().ToListAsync(token)).ToLookup(w => w.SubmissionId, w => w.Wish);
        var granted = (await (
            from claim in db.PriorityClaims
            where claim.CampaignId == id && claim.State == ClaimState.Accepted
            join rule in db.Set<PriorityRule>() on new { claim.CampaignId, claim.Case } equals new { rule.CampaignId, rule.Case }
            select new { claim.EmployeeId, rule.Rank }).AsNoTracking().ToListAsync(token)).GroupBy(c => c.EmployeeId).ToDictionary(g => g.Key, g => g.Min(c => c.Rank));
        var declared = await db.VacantPosts.AsNoTracking().Where(p => p.CampaignId == id && p.Seats > 0)
            .Select(p => new FrozenPost(p.PlaceId, p.PlacePath, p.GroupCode, p.Seats)).ToListAsync(token);
        // Who has to move and is not met in any wish goes to the nearest short post of his group.
        var shorts = !requests.Exists(r => r.IsSurplus) ? null
            : (await db.VacantPosts.AsNoTracking().Where(p => p.CampaignId == id && p.Seats > 0).Join(db.Places, p => p.PlaceId, p => p.Id, (post, place) => new { post.PlaceId, post.PlacePath, post.GroupCode, place.Code }).ToListAsync(token))
                .ToLookup(p => p.GroupCode, p => (p.PlaceId, p.PlacePath, p.Code));
        return new FrozenMovement(id, declared, requests.ConvertAll(r =>
        {
            var (home, group) = (HomeOf(campaign.WishKind, r.PlacePath), PostGroup.Of(campaign.Grades, r.GradeCode, r.DisciplineCode));
            var wished = wishes[r.Submission].ToList();
            if (r.IsSurplus)
                wished.AddRange(SurplusRule.Nearest(r.PlacePath, shorts![group]).Where(p => wished.TrueForAll(w => w.PlaceId != p.PlaceId)).Select(p => new FrozenWish(p.PlaceId, p.Path)).ToList());
            return new FrozenParticipant(
                r.EmployeeId, r.Submission, r.PlaceId, r.PlacePath, Territory.LastOf(home), home, group,
                granted.GetValueOrDefault(r.EmployeeId, MovementInputs.NoPriority), r.Points, new TieBreak(r.PostedOn!.Value, r.RecruitedOn!.Value, r.BirthDate!.Value), r.Ppr, wished)
            { IsSurplus = r.IsSurplus };
        }));
    }

    /// <summary>Numbers posts and participants, computes, and has the result checked. The same movement and salt give the same bytes.</summary>
    public static ComputedRun Compute(FrozenMovement movement, byte[] salt)
    {
        var all = movement.Declared
            .Concat(movement.Participants.Select(p => new FrozenPost(p.HomePlaceId, p.HomePath, p.HomeGroup, 0)))
            .Concat(movement.Participants.SelectMany(p => p.Wishes.Select(w => new FrozenPost(w.PlaceId, w.Path, p.GroupCode, 0))))
            .GroupBy(p => (p.PlaceId, p.GroupCode))
            .Select(g => g.First() with { Vacant = g.Sum(p => p.Vacant) });
        // Drawn, so that a number tells nothing; with the same salt again, so that the next run numbers everybody in the same order.
        var posts = Shuffled(all, salt, p => string.Create(CultureInfo.InvariantCulture, $"post/{p.PlaceId}/{p.GroupCode}"));
        var people = Shuffled(movement.Participants, salt, p => string.Create(CultureInfo.InvariantCulture, $"participant/{p.EmployeeId}"));
        var post = posts.Select((p, i) => (p, i)).ToDictionary(p => (p.p.PlaceId, p.p.GroupCode), p => p.i);

        // Equal class and points: longest in the post, longest in service, the elder, and at last the payroll number, so that nothing is left to chance.
        var tie = new int[people.Count];
        foreach (var equals in people.Select((p, i) => (Person: p, Index: i)).GroupBy(p => (p.Person.Class, p.Person.Points)))
            foreach (var (one, position) in equals.OrderBy(p => p.Person.Tie).ThenBy(p => p.Person.Ppr, StringComparer.Ordinal).Select((p, i) => (p.Index, i)))
                tie[one] = position;

        var start = new int[people.Count + 1];
        var wishes = new List<int>(people.Count * 4);
        for (var i = 0; i < people.Count; i++)
        {
            foreach (var wish in people[i].Wishes)
                if (wish.PlaceId != people[i].HomePlaceId)
                    wishes.Add(post[(wish.PlaceId, people[i].GroupCode)]);
            start[i + 1] = wishes.Count;
        }

        var inputs = new MovementInputs
        {
            Campaign = movement.CampaignId,
            Vacant = [.. posts.Select(p => p.Vacant)],
            Home = [.. people.Select(p => post[(p.HomePlaceId, p.HomeGroup)])],
            Class = [.. people.Select(p => p.Class)],
            Points = [.. people.Select(p => (long)decimal.Round(p.Points * 100))],
            Tie = tie,
            WishStart = start,
            Wishes = [.. wishes],
        };
        var inputsFile = inputs.ToBytes();
        var inputsHash = Fingerprint.Of(inputsFile);
        // From the file, not from what it was written from: the file is what was run.
        var assignment = Assignment.Of(MovementInputs.Read(inputsFile));
        var resultFile = assignment.ToBytes(inputsHash);
        return new ComputedRun(
            inputs, inputsFile, inputsHash, assignment, resultFile, Fingerprint.Of(resultFile), AssignmentCheck.Of(inputsFile, resultFile), people, posts);
    }

    /// <summary>The posts of a run with their barriers.</summary>
    public static IEnumerable<RunPost> PostsOf(long run, ComputedRun computed)
    {
        var (inputs, given, order) = (computed.Inputs, computed.Assignment, computed.Inputs.Order());
        var (left, arrived, last) = (new int[inputs.Posts], new int[inputs.Posts], new int[inputs.Posts]);
        Array.Fill(last, -1);
        for (var i = 0; i < inputs.Participants; i++)
        {
            if (given.Wish[i] == 0)
                continue;
            var to = given.Post[i];
            left[inputs.Home[i]]++;
            arrived[to]++;
            if (last[to] < 0 || order[last[to]] < order[i])
                last[to] = i;
        }

        for (var s = 0; s < inputs.Posts; s++)
        {
            // A seat that is one too many is no post anybody could have had.
            if (computed.Posts[s].GroupCode.EndsWith(SurplusSeat, StringComparison.Ordinal))
                continue;
            var barrier = last[s] < 0 ? null : computed.People[last[s]];
            yield return new RunPost
            {
                RunId = run,
                Number = s + 1,
                PlaceId = computed.Posts[s].PlaceId,
                PlacePath = computed.Posts[s].PlacePath,
                GroupCode = computed.Posts[s].GroupCode,
                Vacant = inputs.Vacant[s],
                Left = left[s],
                Arrived = arrived[s],
                BarrierClass = barrier?.Class,
                BarrierPoints = barrier?.Points,
                BarrierPostedOn = barrier?.Tie.PostedOn,
                BarrierRecruitedOn = barrier?.Tie.RecruitedOn,
                BarrierBirthDate = barrier?.Tie.BirthDate,
            };
        }
    }

    /// <summary>What each participant got.</summary>
    public static IEnumerable<RunOutcome> OutcomesOf(long run, ComputedRun computed) => computed.People.Select((person, i) =>
    {
        var (wish, to) = (computed.Assignment.Wish[i], computed.Posts[computed.Assignment.Post[i]]);
        return new RunOutcome
        {
            RunId = run,
            EmployeeId = person.EmployeeId,
            Number = i + 1,
            SubmissionId = person.SubmissionId,
            GroupCode = person.GroupCode,
            Class = person.Class,
            Points = person.Points,
            PostedOn = person.Tie.PostedOn,
            RecruitedOn = person.Tie.RecruitedOn,
            BirthDate = person.Tie.BirthDate,
            FromPlaceId = person.PlaceId,
            FromPath = person.PlacePath,
            ToPlaceId = wish == 0 ? person.PlaceId : to.PlaceId,
            ToPath = wish == 0 ? person.PlacePath : to.PlacePath,
            Wish = wish == 0 ? 0 : person.Wishes.Select(w => w.PlaceId).ToList().IndexOf(to.PlaceId) + 1,
        };
    });

    public static IEnumerable<RunFilePart> FilesOf(long run, ComputedRun computed) =>
        RunFilePart.Of(run, RunFileKind.Inputs, computed.InputsFile).Concat(RunFilePart.Of(run, RunFileKind.Result, computed.ResultFile));

    /// <summary>A file of a run as it was written; null when there is none.</summary>
    public async Task<byte[]?> File(long run, RunFileKind kind, CancellationToken ct)
    {
        var parts = await db.RunFileParts.AsNoTracking().Where(p => p.RunId == run && p.Kind == kind).OrderBy(p => p.Number).Select(p => p.Bytes).ToListAsync(ct);
        if (parts.Count == 0)
            return null;
        await using var packed = new MemoryStream([.. parts.SelectMany(p => p)]);
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var file = new MemoryStream();
        await gzip.CopyToAsync(file, ct);
        return file.ToArray();
    }

    /// <summary>The node of the tree a participant's seat counts for.</summary>
    public static string HomeOf(WishKind kind, string workplace) => kind switch
    {
        WishKind.Commune => Territory.CommuneOf(workplace) ?? workplace,
        WishKind.Directorate => Territory.DirectorateOf(workplace) ?? workplace,
        _ => workplace,
    };

    private static List<T> Shuffled<T>(IEnumerable<T> rows, byte[] salt, Func<T, string> name) =>
        [.. rows.Select(row => (Row: row, Key: Convert.ToHexString(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(name(row)))))).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Row)];
}
