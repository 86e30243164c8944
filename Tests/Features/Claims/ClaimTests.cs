using System.Net;
using System.Net.Http.Json;
using Massar.Features.Claims;
using Massar.Features.Claims.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Claims;

/// <summary>AC-WAL-5: a stranger claims her child: she and the head are asked; refusal blocks and logs; ten wrong codes lock the child's claim for a day.</summary>
public sealed class ClaimTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "رفضه ولي أمر التلميذ"), InlineData("fr", "Refusé par un tuteur")]
    public async Task A_stranger_claims_her_child_and_she_and_the_head_are_asked_and_her_refusal_blocks_and_is_logged(string language, string blocked)
    {
        var world = await World();
        var stranger = await app.SignIn(world.Stranger, language);

        var bare = await (await stranger.Open(Links.Ask)).Submit(("MassarCode", world.Child.MassarCode), ("BirthDate", "hier"), ("Quality", "Father"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bare.Status);
        Assert.Equal(world.Child.MassarCode, bare.ValueOf("MassarCode"));
        Assert.NotNull(bare.ErrorOf("BirthDate"));
        var sent = await bare.Submit(("BirthDate", world.Birth));
        Assert.Equal(Links.Mine, sent.Address);
        Assert.Equal(1, await Told(world.Mother, "notices.claims-asked"));
        Assert.Equal(1, await Told(world.School.Head, "notices.claims-to-decide"));
        Assert.Equal(0, await app.Read(db => db.Guardianships.CountAsync(g => g.GuardianId == world.Stranger.GuardianId)));

        var claim = await Claim(world);
        var mother = await app.SignIn(world.Mother, language);
        var ask = await (await mother.Open(Links.Mine)).Follow(Links.Answer(claim.Id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ask.Submit()).Status);
        var answered = await ask.Submit(("Answer", "no"), ("Why", "Je ne le connais pas"));
        Assert.Equal(Links.Mine, answered.Address);
        Assert.Equal(ClaimState.Blocked, (await Claim(world)).State);
        Assert.Equal(1, await Told(world.School.Head, "notices.claims-blocked"));
        Assert.Equal(1, await Told(world.Stranger, "notices.claims-refused"));
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(e => e.Action == "Claims.AnswerClaim" && e.AccountId == world.Mother.AccountId)));

        var head = await app.SignIn(world.School.Head, language);
        var shown = await (await head.Open(Links.In("settled"))).Follow(Links.Case(claim.Id));
        Assert.True(shown.Says(blocked));
        Assert.True(shown.Says("Je ne le connais pas"));
        Assert.Equal(HttpStatusCode.Conflict, (await Approve(head, claim.Id, (await Claim(world)).Version)).StatusCode);
        head = await app.SignIn(world.School.Head, language, steppedUp: true);
        Assert.Contains(blocked, await (await head.Get(Links.File("csv", isSettled: true))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await stranger.Open(Links.Mine)).Says(blocked));
        Assert.Equal(HttpStatusCode.Conflict, await Ask(stranger, world.Child.MassarCode, world.Birth));
        var code = (await Slips(world))[0];
        Assert.Equal(HttpStatusCode.Conflict, await Slip(stranger, world.Child.MassarCode, code));
        Assert.Equal(0, await app.Read(db => db.Guardianships.CountAsync(g => g.GuardianId == world.Stranger.GuardianId)));
    }

    [Fact]
    public async Task The_head_adds_the_claimant_by_a_paper_once_the_mother_agreed_or_the_days_went_by()
    {
        var world = await World();
        var (father, mother, head) = (await app.SignIn(world.Stranger, "fr"), await app.SignIn(world.Mother, "fr"), await app.SignIn(world.School.Head, "fr"));
        Assert.Equal(HttpStatusCode.NoContent, await Ask(father, world.Child.MassarCode, world.Birth));
        Assert.Equal(HttpStatusCode.Conflict, await Ask(father, world.Child.MassarCode, world.Birth));
        var claim = await Claim(world);

        var page = await (await head.Open(Links.All)).Follow(Links.Case(claim.Id));
        var unproven = await page.SubmitForm("#approve", null, false, ("Right", "Active"), ("Custody", "no"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unproven.Status);
        Assert.Equal("Active", unproven.ValueOf("Right"));
        var early = await unproven.SubmitForm("#approve", null, false, ("Proof", "FamilyBooklet"), ("ProofReference", "12/2014"), ("ProofOn", "2014-03-01"));
        Assert.Equal(HttpStatusCode.Conflict, early.Status);
        Assert.Equal(HttpStatusCode.NoContent, (await mother.Api.PostAsJsonAsync($"/api{Links.Answer(claim.Id)}", new { answer = "yes" })).StatusCode);
        var unchosen = await early.SubmitForm("#approve", null, false, ("Right", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unchosen.Status);
        var done = await early.SubmitForm("#approve", null, false);
        Assert.Equal(Links.All, done.Address);

        var link = await app.Read(db => db.Guardianships.AsNoTracking().SingleAsync(g => g.GuardianId == world.Stranger.GuardianId));
        Assert.Equal((world.Child.Id, GuardianshipState.Active, false, GuardianQuality.Father), (link.PupilId, link.State, link.HasCustody, link.Quality));
        Assert.Equal(1, await app.Read(db => db.PupilCorrections.CountAsync(c => c.PupilId == world.Child.Id && c.ProofReference == "12/2014")));
        Assert.True((await father.Open(Links.Mine)).Says(world.Child.MassarCode));
        Assert.Equal(1, await Told(world.Stranger, "notices.claims-approved"));
        Assert.Equal(1, await Told(world.Mother, "notices.claims-added"));
        Assert.Equal(0, await Told(world.Stranger, "notices.claims-added"));
    }

    [Fact]
    public async Task A_guardian_who_never_answers_is_waited_for_some_days_and_a_head_who_refuses_says_why()
    {
        var (one, two) = (await World(), await World());
        foreach (var world in new[] { one, two })
        {
            Assert.Equal(HttpStatusCode.NoContent, await Ask(await app.SignIn(world.Stranger), world.Child.MassarCode, world.Birth));
            await app.Write(db => db.ChildClaims.Where(c => c.PupilId == world.Child.Id).ExecuteUpdateAsync(u => u.SetProperty(c => c.AskedAt, c => c.AskedAt.AddDays(-8))));
        }

        Assert.Equal(HttpStatusCode.NoContent, (await Approve(await app.SignIn(one.School.Head), (await Claim(one)).Id, 0)).StatusCode);
        Assert.Equal(1, await app.Read(db => db.Guardianships.CountAsync(g => g.GuardianId == one.Stranger.GuardianId)));

        var head = await app.SignIn(two.School.Head, "fr");
        var page = await head.Open(Links.Case((await Claim(two)).Id));
        var terse = await page.SubmitForm("#refuse", null, false, ("Why", "Non"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, terse.Status);
        Assert.Equal(Links.All, (await page.SubmitForm("#refuse", null, false, ("Why", "Aucune pièce ne montre ce lien"))).Address);
        Assert.True((await (await app.SignIn(two.Stranger, "fr")).Open(Links.Mine)).Says("Aucune pièce ne montre ce lien"));
        Assert.Equal(1, await Told(two.Mother, "notices.claims-not-added"));
        var late = await head.Api.PostAsJsonAsync($"/api{Links.Case((await Claim(two)).Id)}", new { version = "0", act = "refuse", why = "Aucune pièce ne montre ce lien" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Nothing_tells_whether_a_child_exists_or_was_born_on_that_day()
    {
        var world = await World();
        var nobody = $"Y{Given.Next():000000000}";
        var (right, wrongDay, wrongChild) = (await app.SignIn(world.Stranger, "fr"), await app.SignIn(await app.Given.Guardian(world.School), "fr"), await app.SignIn(await app.Given.Guardian(world.School), "fr"));

        var answers = new List<(string, string, HttpStatusCode)>();
        foreach (var (visitor, code, birth) in new[] { (right, world.Child.MassarCode, world.Birth), (wrongDay, world.Child.MassarCode, "2011-01-02"), (wrongChild, nobody, world.Birth) })
        {
            var after = await (await visitor.Open(Links.Ask)).Submit(("MassarCode", code), ("BirthDate", birth), ("Quality", "Father"));
            var slip = await (await visitor.Open(Links.Slip)).Submit(("MassarCode", code), ("Code", "K7QM-2XHD-9PVR-4TBC"), ("Quality", "Father"));
            Assert.Equal("K7QM-2XHD-9PVR-4TBC", slip.ValueOf("Code"));
            answers.Add((after.Text.Replace(code, "", StringComparison.Ordinal), slip.Text, after.Status));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await app.Read(db => db.ChildClaims.CountAsync(c => c.PupilId == world.Child.Id)));
        Assert.Equal(1, await Told(world.Mother, "notices.claims-asked"));
        var lines = (await (await app.SignIn(world.School.Head)).Open(Links.All)).All("main tbody tr");
        Assert.Single(lines);
    }

    [Fact]
    public async Task Ten_wrong_codes_lock_the_child_and_the_account_for_a_day_and_the_mother_and_the_head_are_told()
    {
        var (world, other) = (await World(), await World());
        var (good, elsewhere) = ((await Slips(world))[0], (await Slips(other))[0]);
        var guesser = await app.SignIn(world.Stranger, "fr");
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.BadRequest, await Slip(guesser, world.Child.MassarCode, $"2222-2222-2222-22{i / 3 + 2}{i % 3 + 2}"));
        Assert.Equal(1, await Told(world.Mother, "notices.claims-locked"));
        Assert.Equal(1, await Told(world.School.Head, "notices.claims-locked"));
        Assert.Equal(10, await app.Read(db => db.AuditEntries.CountAsync(e => e.Action == "Claims.UseSlip" && e.AccountId == world.Stranger.AccountId)));

        // The account, at another child; the child, for another account, with or without a slip.
        Assert.Equal(HttpStatusCode.TooManyRequests, await Slip(guesser, other.Child.MassarCode, elsewhere));
        var aunt = await app.Given.Guardian(world.School);
        var second = await app.SignIn(aunt, "fr");
        Assert.Equal(HttpStatusCode.TooManyRequests, await Slip(second, world.Child.MassarCode, good));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask(second, world.Child.MassarCode, world.Birth));
        Assert.Equal(HttpStatusCode.NoContent, await Slip(second, other.Child.MassarCode, elsewhere));

        // What was refused meanwhile made it no longer.
        await Age(23);
        Assert.Equal(HttpStatusCode.TooManyRequests, await Slip(second, world.Child.MassarCode, good));
        await Age(2);
        Assert.Equal(HttpStatusCode.NoContent, await Slip(second, world.Child.MassarCode, good));
        Assert.Equal(1, await Told(world.Mother, "notices.claims-locked"));

        Task Age(int hours) => app.Write(db => db.ClaimTries.Where(t => t.AccountId == world.Stranger.AccountId || t.AccountId == aunt.AccountId).ExecuteUpdateAsync(u => u.SetProperty(t => t.At, t => t.At.AddHours(-hours))));
    }

    [Fact]
    public async Task A_child_that_does_not_exist_is_locked_in_the_same_way()
    {
        var guesser = await app.SignIn(await app.Given.Guardian(await app.Given.School()));
        var nobody = $"Y{Given.Next():000000000}";
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.BadRequest, await Slip(guesser, nobody, "2222-2222-2222-2222"));
        var locked = await guesser.Api.PostAsJsonAsync($"/api{Links.Slip}", new { massarCode = nobody, code = "2222-2222-2222-2222", quality = "Father" });
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task A_slip_adds_the_child_once_and_is_hashed_and_ends()
    {
        var world = await World();
        var codes = await Slips(world, copies: 2);
        Assert.Equal(2, codes.Count);
        Assert.Empty(await app.Read(db => db.ChildSlips.Where(s => codes.Contains(s.Hash)).ToListAsync()));
        var father = await app.SignIn(world.Stranger, "fr");
        var added = await (await father.Open(Links.Slip)).Submit(("MassarCode", world.Child.MassarCode.ToLowerInvariant()), ("Code", codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)), ("Quality", "Father"));
        Assert.Equal(Links.Mine, added.Address);
        Assert.True(added.Says(world.Child.MassarCode));
        // The mother has custody: a slip gives it to nobody else.
        Assert.Equal((GuardianshipState.Active, false), await app.Read(db => db.Guardianships.Where(g => g.GuardianId == world.Stranger.GuardianId).Select(g => new ValueTuple<GuardianshipState, bool>(g.State, g.HasCustody)).SingleAsync()));
        Assert.Equal(1, await Told(world.Mother, "notices.claims-added"));
        Assert.Equal(1, await Told(world.School.Head, "notices.claims-added"));
        Assert.Equal(HttpStatusCode.Conflict, await Slip(father, world.Child.MassarCode, codes[1]));

        var aunt = await app.SignIn(await app.Given.Guardian(world.School));
        Assert.Equal(HttpStatusCode.BadRequest, await Slip(aunt, world.Child.MassarCode, codes[0]));
        var later = await Slips(world);
        Assert.Equal(HttpStatusCode.BadRequest, await Slip(aunt, world.Child.MassarCode, codes[1]));
        await app.Write(db => db.ChildSlips.Where(s => s.PupilId == world.Child.Id).ExecuteUpdateAsync(u => u.SetProperty(s => s.ExpiresAt, MassarApp.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1))));
        Assert.Equal(HttpStatusCode.BadRequest, await Slip(aunt, world.Child.MassarCode, later[0]));

        // The school ended the right: a slip does not bring it back.
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == world.Stranger.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Ended)));
        Assert.Equal(HttpStatusCode.Conflict, await Slip(father, world.Child.MassarCode, (await Slips(world))[0]));
    }

    [Fact]
    public async Task Taking_a_child_off_the_list_is_immediate_and_can_be_taken_back_but_leaves_no_child_alone()
    {
        var world = await World();
        await app.Write(async db =>
        {
            db.Guardianships.Add(new Guardianship { GuardianId = world.Stranger.GuardianId!.Value, PupilId = world.Child.Id, Quality = GuardianQuality.Father, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        var (father, mother, head) = (await app.SignIn(world.Stranger, "fr"), await app.SignIn(world.Mother, "fr"), await app.SignIn(world.School.Head, "fr"));

        var list = await (await (await father.Open(Links.Mine)).Follow(Links.Remove(world.Child.Id))).Submit();
        Assert.Equal(Links.Mine, list.Address);
        Assert.Equal(GuardianshipState.Ended, await StateOf(world.Stranger));
        Assert.Equal(HttpStatusCode.NotFound, (await father.Get(Massar.Features.Marks.Links.Child(world.Child.Id))).StatusCode);
        Assert.Equal(1, await Told(world.Mother, "notices.claims-removed"));
        Assert.Equal(1, await Told(world.School.Head, "notices.claims-removed"));
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(e => e.Action == "Claims.RemoveChild" && e.AccountId == world.Stranger.AccountId)));

        // She is alone now: her removal is a request to the head, who lets her go once somebody is there.
        var warned = await mother.Open(Links.Remove(world.Child.Id));
        Assert.True(warned.Says("vous restez son tuteur"));
        Assert.Equal(Links.Mine, (await warned.Submit()).Address);
        Assert.Equal(GuardianshipState.Active, await StateOf(world.Mother));
        Assert.Equal(1, await Told(world.School.Head, "notices.claims-removal-asked"));
        var asked = await app.Read(db => db.ChildClaims.AsNoTracking().SingleAsync(c => c.GuardianId == world.Mother.GuardianId));
        Assert.Equal(HttpStatusCode.Conflict, (await Approve(head, asked.Id, asked.Version)).StatusCode);

        Assert.Equal(Links.Mine, (await list.SubmitForm("main form[method=post]", null, false)).Address);
        Assert.Equal(GuardianshipState.Active, await StateOf(world.Stranger));
        Assert.Equal(HttpStatusCode.NoContent, (await Approve(head, asked.Id, asked.Version)).StatusCode);
        Assert.Equal(GuardianshipState.Ended, await StateOf(world.Mother));
        Assert.Equal(1, await Told(world.Mother, "notices.claims-removal-done"));
    }

    [Fact]
    public async Task A_slip_gives_back_what_its_owner_gave_up_and_raises_no_right()
    {
        var world = await World();
        await app.Write(async db =>
        {
            db.Guardianships.Add(new Guardianship { GuardianId = world.Stranger.GuardianId!.Value, PupilId = world.Child.Id, Quality = GuardianQuality.Father, State = GuardianshipState.Restricted, StartsOn = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        var father = await app.SignIn(world.Stranger, "fr");

        // A court limited the right: leaving and coming back by a slip does not make it whole.
        Assert.Equal(Links.Mine, (await (await father.Open(Links.Remove(world.Child.Id))).Submit()).Address);
        Assert.Equal(HttpStatusCode.Conflict, await Slip(father, world.Child.MassarCode, (await Slips(world))[0]));
        Assert.Equal(GuardianshipState.Ended, await StateOf(world.Stranger));

        // Who had all rights and gave them up has them back; once the head has ended them later, no longer.
        await app.Write(db => db.ChildClaims.Where(c => c.GuardianId == world.Stranger.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(c => c.Was, GuardianshipState.Active)));
        Assert.Equal(HttpStatusCode.NoContent, await Slip(father, world.Child.MassarCode, (await Slips(world))[0]));
        Assert.Equal(GuardianshipState.Active, await StateOf(world.Stranger));
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == world.Stranger.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Ended).SetProperty(g => g.EndsOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));
        Assert.Equal(HttpStatusCode.Conflict, await Slip(father, world.Child.MassarCode, (await Slips(world))[0]));
    }

    [Fact]
    public async Task A_slip_is_not_for_who_printed_it_nor_of_a_school_the_child_has_left()
    {
        var (world, other) = (await World(), await World());
        var father = await app.SignIn(world.Stranger, "fr");
        var code = (await Slips(world))[0];
        await app.Write(db => db.ChildSlips.Where(s => s.PupilId == world.Child.Id).ExecuteUpdateAsync(u => u.SetProperty(s => s.IssuedByAccountId, world.Stranger.AccountId)));
        Assert.Equal(HttpStatusCode.Conflict, await Slip(father, world.Child.MassarCode, code));

        await app.Write(db => db.ChildSlips.Where(s => s.PupilId == world.Child.Id).ExecuteUpdateAsync(u => u.SetProperty(s => s.IssuedByAccountId, world.School.Head.AccountId).SetProperty(s => s.PlaceId, other.School.Id)));
        Assert.Equal(HttpStatusCode.BadRequest, await Slip(father, world.Child.MassarCode, code));
        Assert.Equal(0, await app.Read(db => db.Guardianships.CountAsync(g => g.GuardianId == world.Stranger.GuardianId)));
    }

    [Fact]
    public async Task A_head_who_took_the_own_child_off_the_list_decides_about_it_no_more_than_before()
    {
        var world = await World();
        Assert.Equal(HttpStatusCode.NoContent, await Ask(await app.SignIn(world.Stranger), world.Child.MassarCode, world.Birth));
        await app.Write(async db =>
        {
            await db.ChildClaims.Where(c => c.PupilId == world.Child.Id).ExecuteUpdateAsync(u => u.SetProperty(c => c.AskedAt, c => c.AskedAt.AddDays(-8)));
            var own = await app.Given.Guardian(world.School, world.Child);
            await db.Guardianships.Where(g => g.GuardianId == own.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Ended).SetProperty(g => g.EndsOn, MoroccanDay.Today(MassarApp.Clock)));
            await db.Accounts.Where(a => a.Id == world.School.Head.AccountId).ExecuteUpdateAsync(u => u.SetProperty(a => a.GuardianId, own.GuardianId));
        });

        Assert.Equal(HttpStatusCode.Conflict, (await Approve(await app.SignIn(world.School.Head), (await Claim(world)).Id, 0)).StatusCode);
        Assert.Equal(0, await app.Read(db => db.Guardianships.CountAsync(g => g.GuardianId == world.Stranger.GuardianId)));
    }

    [Fact]
    public async Task What_is_asked_can_be_withdrawn_and_lapses_when_nobody_answers()
    {
        var world = await World();
        var father = await app.SignIn(world.Stranger, "fr");
        Assert.Equal(HttpStatusCode.NoContent, await Ask(father, world.Child.MassarCode, world.Birth));
        Assert.Equal(Links.Mine, (await (await father.Open(Links.Mine)).Submit()).Address);
        Assert.Equal(ClaimState.Withdrawn, (await Claim(world)).State);
        Assert.Equal(HttpStatusCode.NoContent, await Ask(father, world.Child.MassarCode, world.Birth));
        await app.Write(db => db.ChildClaims.Where(c => c.GuardianId == world.Stranger.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(c => c.AskedAt, c => c.AskedAt.AddDays(-31))));
        Assert.True((await father.Open(Links.Mine)).Says("Sans réponse"));
        Assert.Equal(HttpStatusCode.Conflict, (await Approve(await app.SignIn(world.School.Head), (await Claim(world)).Id, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await Ask(father, world.Child.MassarCode, world.Birth));
    }

    [Fact]
    public async Task Nobody_decides_about_an_own_claim_or_an_own_child_and_nobody_reads_those_of_others()
    {
        var (world, other) = (await World(), await World());
        Assert.Equal(HttpStatusCode.NoContent, await Ask(await app.SignIn(world.Stranger), world.Child.MassarCode, world.Birth));
        var claim = await Claim(world);
        foreach (var person in new[] { other.Mother, world.Stranger })
        {
            var stranger = await app.SignIn(person);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.Answer(claim.Id))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Answer(claim.Id)}", new { answer = "yes" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.Remove(world.Child.Id))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Mother)).Api.PostAsync($"/api{Links.Withdraw(claim.Id)}", null)).StatusCode);
        var elsewhere = await app.SignIn(other.School.Head);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(Links.Case(claim.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Approve(elsewhere, claim.Id, 0)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.School.Head, steppedUp: true)).Get(Links.Slips(world.Class))).StatusCode);

        // The head is the claimant, by the identity card.
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == world.School.Head.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == world.Stranger.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.Cin, cin));
            await db.ChildClaims.Where(c => c.Id == claim.Id).ExecuteUpdateAsync(u => u.SetProperty(c => c.AskedAt, c => c.AskedAt.AddDays(-8)));
        });
        Assert.Equal(HttpStatusCode.Conflict, (await Approve(await app.SignIn(world.School.Head), claim.Id, 0)).StatusCode);
        Assert.Equal(0, await app.Read(db => db.Guardianships.CountAsync(g => g.GuardianId == world.Stranger.GuardianId)));
    }

    private sealed record Family(GivenSchool School, int Class, GivenPupil Child, string Birth, GivenPerson Mother, GivenPerson Stranger);

    private async Task<Family> World()
    {
        var school = await app.Given.School();
        var taught = await app.Given.Class(school, pupils: 1);
        var child = taught.Pupils[0];
        var birth = await app.Read(db => db.Pupils.Where(p => p.Id == child.Id).Select(p => p.BirthDate).SingleAsync());
        return new Family(school, taught.Id, child, $"{birth:yyyy-MM-dd}", await app.Given.Guardian(school, child), await app.Given.Guardian(school));
    }

    private async Task<List<string>> Slips(Family world, int copies = 1)
    {
        var desk = await app.SignIn(world.School.Head, "fr", steppedUp: true);
        var papers = await (await desk.Open(Links.Slips(world.Class))).Submit(("Who", "all"), ("Copies", $"{copies}"));
        return [.. papers.All("section.panel strong.code").Select(c => c.TextContent)];
    }

    private static async Task<HttpStatusCode> Slip(Visitor visitor, string massarCode, string code) =>
        (await visitor.Api.PostAsJsonAsync($"/api{Links.Slip}", new { massarCode, code, quality = "Father" })).StatusCode;

    private static async Task<HttpStatusCode> Ask(Visitor visitor, string massarCode, string birthDate) =>
        (await visitor.Api.PostAsJsonAsync($"/api{Links.Ask}", new { massarCode, birthDate, quality = "Father", message = "Je suis son père" })).StatusCode;

    private static Task<HttpResponseMessage> Approve(Visitor head, long claim, int version) => head.Api.PostAsJsonAsync($"/api{Links.Case(claim)}",
        new { version = $"{version}", act = "approve", quality = "Father", right = "Active", custody = "no", proof = "Judgment", proofReference = "77/2020", proofOn = "2020-03-01" });

    private Task<int> Told(GivenPerson person, string template) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template));

    private Task<GuardianshipState> StateOf(GivenPerson person) => app.Read(db => db.Guardianships.Where(g => g.GuardianId == person.GuardianId).Select(g => g.State).SingleAsync());

    private Task<ChildClaim> Claim(Family world) => app.Read(db => db.ChildClaims.AsNoTracking().Where(c => c.GuardianId == world.Stranger.GuardianId).OrderByDescending(c => c.Id).FirstAsync());
}
