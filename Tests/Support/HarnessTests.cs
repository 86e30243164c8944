using System.Net;

namespace Massar.Tests.Support;

public sealed class HarnessTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_program_answers_and_says_it_is_ready()
    {
        var page = await app.Visitor().Open("/health/ready");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("ready", page.Body);
    }

    [Fact]
    public async Task An_unknown_address_is_a_page_in_the_readers_language()
    {
        var page = await app.Visitor("fr").Open("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("Page introuvable", page.Heading);
        Assert.Equal("ltr", page.Document.DocumentElement.GetAttribute("dir"));
    }

    [Fact]
    public async Task A_given_school_has_a_head_a_class_and_pupils()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 3);
        var teacher = await app.Given.Teacher(made);

        Assert.Equal(3, made.Pupils.Count);
        Assert.NotNull(teacher.EmployeeId);
        Assert.NotEqual(0, school.Head.AccountId);
    }
}
