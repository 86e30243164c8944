using System.Net;
using System.Text.Json;
using Massar.Features.Pupils.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>Who sent a request lets the child's other guardian follow it, or does not (acceptance AC-PRE-10, PRE-5).</summary>
public sealed class AnswerJoinTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Api = Families.Api;
    private readonly Families families = new(app);

    [Theory, InlineData("ar", "ولي(ة) أمر آخر يطلب تتبع هذا الطلب"), InlineData("fr", "Un autre parent demande à suivre cette demande")]
    public async Task The_owner_accepts_by_one_tap_from_the_list_and_the_joiner_sees_what_a_guardian_may(string language, string title)
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone, language: language);
        var (father, own) = await Join(zone, act, id);
        var before = await father.Open(Links.Follow(id));
        var owner = await families.Enter(phone, language);
        var mine = await owner.Open(Links.Mine);

        var after = await mine.SubmitForm($"form[action='{Links.AnswerJoin(id, own, "accept")}']", null, false);
        var seen = await father.Open(Links.Follow(id));

        Assert.DoesNotContain("سلمى", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(zone.School.Place.NameAr, before.Text, StringComparison.Ordinal);
        Assert.True(before.Says("تظهر هنا حالة الطلب فقط"));
        Assert.True(mine.Says(title));
        Assert.True(mine.Says(language == "ar" ? "مريم" : "Meryem"));
        Assert.Equal(Links.Follow(id), after.Address);
        Assert.Null(after.Find($"form[action='{Links.AnswerJoin(id, own, "accept")}']"));
        Assert.True(seen.Says("سلمى"));
        Assert.True(seen.Says(zone.School.Place.NameAr));
        Assert.True((await father.Open(Links.Receipt(id))).Says("سلمى"));
        Assert.DoesNotContain("حي السلام، زنقة 3", seen.Body, StringComparison.Ordinal);
        Assert.Null(seen.Find($"a[href='{Links.Withdraw(id)}']"));
    }

    [Fact]
    public async Task The_page_the_notice_leads_to_has_both_buttons_and_the_joiner_is_told_the_answer()
    {
        var zone = await families.School();
        var (owner, id, phone, act) = await families.Send(zone);
        var (father, own) = await Join(zone, act, id);
        var to = "+212" + phone[1..];
        var address = await app.Read(db => db.Notices.Where(n => n.Template == "notices.registration-joined" && n.Deliveries.Any(d => d.To == to)).Select(n => n.Address).SingleAsync());

        var page = await owner.Open(address!);
        var after = await page.SubmitForm($"form[action='{Links.AnswerJoin(id, own, "refuse")}']", null, false);
        var refused = await father.Open(Links.Follow(id));
        var list = await father.Open(Links.Mine);

        Assert.NotNull(page.Find($"form[action='{Links.AnswerJoin(id, own, "accept")}']"));
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("المرجو التوجه إلى المؤسسة"));
        Assert.DoesNotContain("توصلت المؤسسة بطلبكم", refused.Text, StringComparison.Ordinal);
        Assert.Null(list.Find($"a[href='{Links.Follow(id)}']"));
        Assert.True(list.Says("المرجو التوجه إلى المؤسسة"));
        Assert.Equal(HttpStatusCode.NotFound, (await father.Open(Links.Receipt(id))).Status);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Template == "notices.registration-join-refused" && n.Address == address)));
    }

    [Theory, InlineData("https://massar.example/", "https://massar.example/registrations/7"), InlineData("", null)]
    public void The_e_mail_leads_to_that_page_where_the_program_knows_its_own_address(string root, string? link)
    {
        var notice = new Massar.Features.Notices.Domain.Notice
        {
            Key = "k",
            RecipientName = "مريم",
            PlaceId = 1,
            Language = "fr",
            Template = "notices.registration-joined",
            Args = """["2026-000007"]""",
            Address = Links.Follow(7),
            CreatedAt = DateTime.UnixEpoch,
        };

        var text = Massar.Features.Notices.Domain.NoticeText.OfMail(notice, root);

        Assert.Contains("2026-000007", text, StringComparison.Ordinal);
        if (link is null)
            Assert.DoesNotContain("/registrations/", text, StringComparison.Ordinal);
        else
            Assert.EndsWith($"\n{link}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_who_asks_and_answers()
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone);
        var (father, _) = await Join(zone, act, id);
        var owner = await families.EnterByApi(phone);

        var ask = (await Families.Read(await owner.GetAsync(Api))).GetProperty("asks")[0];
        var from = ask.GetProperty("from").GetInt64();
        var answered = await Families.Read(await owner.PostAsync($"{Api}/{id}/joins/{from}/accept", null));
        var again = await owner.PostAsync($"{Api}/{id}/joins/{from}/accept", null);
        var other = await owner.PostAsync($"{Api}/{id}/joins/{from}/refuse", null);
        var followed = await Families.Read(await owner.GetAsync($"{Api}/{id}"));

        Assert.Equal((id, "Asked"), (ask.GetProperty("registrationId").GetInt64(), ask.GetProperty("standing").GetString()));
        Assert.EndsWith("••", ask.GetProperty("maskedPhone").GetString()![..^3].TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("Accepted", answered.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Equal("Accepted", followed.GetProperty("joiners")[0].GetProperty("standing").GetString());
        Assert.Equal("Owner", followed.GetProperty("sight").GetString());
        Assert.Equal(1, await app.Read(db => db.RegistrationEvents.CountAsync(e => e.RegistrationId == id && e.What == "join-accepted")));
        Assert.True((await father.Open(Links.Follow(id))).Says("سلمى"));
    }

    [Fact]
    public async Task Of_two_taps_at_once_one_counts()
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone);
        var (_, own) = await Join(zone, act, id);
        var owner = await families.EnterByApi(phone);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => owner.PostAsync($"{Api}/{id}/joins/{own}/{(i % 2 == 0 ? "accept" : "refuse")}", null)));

        Assert.Equal(4, replies.Count(r => r.StatusCode == HttpStatusCode.OK));
        Assert.Equal(4, replies.Count(r => r.StatusCode == HttpStatusCode.Conflict));
        var state = await app.Read(db => db.RegistrationParties.Where(p => p.RegistrationId == id).Select(p => p.State).SingleAsync());
        Assert.All(replies.Where(r => r.IsSuccessStatusCode), r => Assert.Contains($"/{(state == PartyState.Accepted ? "accept" : "refuse")}", r.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal));
        Assert.Equal(1, await app.Read(db => db.RegistrationEvents.CountAsync(e => e.RegistrationId == id && e.What.StartsWith("join-"))));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Template.StartsWith("notices.registration-join-") && n.Address == Links.Follow(id))));
    }

    [Fact]
    public async Task An_ask_expires_after_fourteen_days_and_may_be_made_again()
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone);
        var (_, own, fatherPhone) = await JoinAs(zone, act, id);
        MassarApp.Clock.Pass(RegistrationParty.AnswerWithin + TimeSpan.FromMinutes(1));
        var owner = await families.EnterByApi(phone);
        var father = await families.Enter(fatherPhone);

        var late = await owner.PostAsync($"{Api}/{id}/joins/{own}/accept", null);
        var closed = await father.Open(Links.Follow(id));
        var list = await father.Open(Links.Mine);
        var again = await list.SubmitForm($"form[action='{Links.Join(id)}']", null, false);
        var accepted = await owner.PostAsync($"{Api}/{id}/joins/{own}/accept", null);

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, closed.Status);
        Assert.True(list.Says("لم يجب من أرسله خلال أربعة عشر يوما"));
        Assert.Equal(Links.Follow(id), again.Address);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        var to = "+212" + phone[1..];
        Assert.Equal(2, await app.Read(db => db.Notices.CountAsync(n => n.Template == "notices.registration-joined" && n.Deliveries.Any(d => d.To == to))));
    }

    [Fact]
    public async Task Who_was_refused_does_not_get_in_by_asking_again()
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone);
        var (_, own, fatherPhone) = await JoinAs(zone, act, id);
        var owner = await families.EnterByApi(phone);
        await Families.Read(await owner.PostAsync($"{Api}/{id}/joins/{own}/refuse", null));
        var father = await families.EnterByApi(fatherPhone);
        var second = await Families.FillByApi(father, Families.Typed(zone, act));

        var again = await father.PostAsync($"{Api}/{second}/join", null);
        var direct = await father.PostAsync($"{Api}/{id}/join", null);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (again.StatusCode, direct.StatusCode));
        Assert.Contains("المؤسسة", JsonDocument.Parse(await again.Content.ReadAsStringAsync()).RootElement.GetProperty("nextStep").GetString(), StringComparison.Ordinal);
        Assert.Equal(PartyState.Refused, await app.Read(db => db.RegistrationParties.Where(p => p.RegistrationId == id).Select(p => p.State).SingleAsync()));
        Assert.Equal(RegistrationState.Draft, await app.Read(db => db.Registrations.Where(r => r.Id == second).Select(r => r.State).SingleAsync()));
    }

    [Fact]
    public async Task The_owner_ends_what_was_accepted()
    {
        var zone = await families.School();
        var (family, id, _, act) = await families.Send(zone);
        var (father, own) = await Join(zone, act, id);
        await (await family.Open(Links.Follow(id))).SubmitForm($"form[action='{Links.AnswerJoin(id, own, "accept")}']", null, false);

        await (await family.Open(Links.Follow(id))).SubmitForm($"form[action='{Links.AnswerJoin(id, own, "end")}']", null, false);

        Assert.Equal(HttpStatusCode.Conflict, (await father.Open(Links.Follow(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await father.Open(Links.Receipt(id))).Status);
        Assert.DoesNotContain("سلمى", (await father.Open(Links.Mine)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_right_over_the_child_closes_what_was_accepted_and_lets_nobody_accept()
    {
        var zone = await families.School();
        var (family, id, phone, act) = await families.Send(zone);
        var (father, own, fatherPhone) = await JoinAs(zone, act, id);
        await (await family.Open(Links.Follow(id))).SubmitForm($"form[action='{Links.AnswerJoin(id, own, "accept")}']", null, false);
        var (third, thirdOwn) = await Join(zone, act, id);
        var head = await app.SignIn(zone.School.Head);
        await (await head.Open(Links.Approve(id))).Submit();
        var open = await father.Open(Links.Follow(id));
        var pupil = await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.PupilId!.Value).SingleAsync());
        foreach (var number in (string[])[phone, fatherPhone])
            await app.Write(async db =>
            {
                var guardian = new Guardian { FirstNameAr = "عمر", LastNameAr = "بناني", FirstNameLatin = "Omar", LastNameLatin = "Bennani", Phone = "+212" + number[1..], Language = "ar" };
                db.Guardians.Add(guardian);
                await db.SaveChangesAsync();
                db.Guardianships.Add(new() { GuardianId = guardian.Id, PupilId = pupil, Quality = GuardianQuality.Guardian, State = GuardianshipState.Ended, StartsOn = new DateOnly(2020, 1, 1) });
                await db.SaveChangesAsync();
            });

        var closed = await father.Open(Links.Follow(id));
        var owner = await families.EnterByApi(phone);
        var accepting = await owner.PostAsync($"{Api}/{id}/joins/{thirdOwn}/accept", null);

        Assert.True(open.Says(await app.Read(db => db.Pupils.Where(p => p.Id == pupil).Select(p => p.MassarCode).SingleAsync())));
        Assert.Equal(HttpStatusCode.Conflict, closed.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await father.Open(Links.Receipt(id))).Status);
        Assert.DoesNotContain("سلمى", (await father.Open(Links.Mine)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, accepting.StatusCode);
        Assert.DoesNotContain("سلمى", (await third.Open(Links.Follow(id))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_the_owner_answers()
    {
        var zone = await families.School();
        var (_, id, _, act) = await families.Send(zone);
        var (_, own, fatherPhone) = await JoinAs(zone, act, id);
        var father = await families.EnterByApi(fatherPhone);
        var (_, otherId, otherPhone, _) = await families.Send(zone);
        var stranger = await families.EnterByApi(otherPhone);

        foreach (var program in (HttpClient[])[father, stranger])
            Assert.Equal(HttpStatusCode.NotFound, (await program.PostAsync($"{Api}/{id}/joins/{own}/accept", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{Api}/{otherId}/joins/{own}/accept", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Visitor().Api.PostAsync($"{Api}/{id}/joins/{own}/accept", null)).StatusCode);
        Assert.Equal(PartyState.Asked, await app.Read(db => db.RegistrationParties.Where(p => p.RegistrationId == id).Select(p => p.State).SingleAsync()));
    }

    [Fact]
    public async Task Before_the_answer_no_notice_tells_the_joiner_what_the_school_said()
    {
        var zone = await families.School();
        var (family, id, _, act) = await families.Send(zone);
        var (_, own, waiting) = await JoinAs(zone, act, id);
        var (_, second, accepted) = await JoinAs(zone, act, id);
        await (await family.Open(Links.Follow(id))).SubmitForm($"form[action='{Links.AnswerJoin(id, second, "accept")}']", null, false);
        var head = await app.SignIn(zone.School.Head);

        await (await head.Open(Links.Refuse(id))).Submit(("Reason", "other"), ("Text", "ملف ناقص"));

        Assert.NotEqual(own, second);
        async Task<int> Told(string phone) => await app.Read(db => db.Notices.CountAsync(n => n.Template.StartsWith("notices.registration-refused") && n.Deliveries.Any(d => d.To == "+212" + phone.Substring(1))));
        Assert.Equal((0, 1), (await Told(waiting), await Told(accepted)));
    }

    [Fact]
    public async Task The_request_s_page_asks_the_database_little_whoever_reads_it()
    {
        var zone = await families.School();
        var (family, id, _, act) = await families.Send(zone);
        var (father, own) = await Join(zone, act, id);
        await family.Open(Links.Follow(id));

        var ofOwner = await MassarApp.StatementsOf(() => family.Open(Links.Follow(id)));
        await (await family.Open(Links.Follow(id))).SubmitForm($"form[action='{Links.AnswerJoin(id, own, "accept")}']", null, false);
        var ofJoiner = await MassarApp.StatementsOf(() => father.Open(Links.Follow(id)));
        var ofList = await MassarApp.StatementsOf(() => family.Open(Links.Mine));

        // Four, besides the one that finds the visit.
        Assert.InRange(ofOwner.Count, 2, 5);
        Assert.InRange(ofJoiner.Count, 2, 5);
        Assert.InRange(ofList.Count, 2, 5);
    }

    private async Task<(Visitor Visitor, long Own)> Join(GivenZone zone, int act, long id)
    {
        var (visitor, own, _) = await JoinAs(zone, act, id);
        return (visitor, own);
    }

    private async Task<(Visitor Visitor, long Own, string Phone)> JoinAs(GivenZone zone, int act, long id)
    {
        var phone = Families.NewPhone();
        var visitor = await families.Enter(phone);
        var own = await Families.Begin(visitor);
        await families.Fill(visitor, own, Families.Typed(zone, act));
        var joined = await (await visitor.Open(Links.Summary(own))).SubmitForm($"main form[action='{Links.Join(own)}']", null, false);
        Assert.Equal(Links.Follow(id), joined.Address);
        return (visitor, own, phone);
    }
}
