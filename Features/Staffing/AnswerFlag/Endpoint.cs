using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Staffing.AnswerFlag;

/// <summary>The head answers a flag of the school: a reason of the list, the hours it explains, the document that says so.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "schools/{school:int}/flags/{flag}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Answer).NeverStored();

        area.Pages.MapPost(Route, async (int school, string flag, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var command = new Command(school, flag, TypedVersion.Read(form["Version"]), form["Due"], form["Taught"], form["Reason"], form["Hours"], form["Reference"], form["Remark"], await PaperIn(form, ct));
            return await bus.Do(command).ThenAsk(new ShowFlag.Query(school, flag)).GoingTo(_ => Links.Flag(school, flag), saying: "staffing.said.answered").As<ShowFlag.Card>();
        });

        area.Api.MapPost(Route, (int school, string flag, Input input, Bus bus) =>
            bus.Do(new Command(school, flag, input.Version ?? -1, input.Due, input.Taught, input.Reason, input.Hours, input.Reference, input.Remark, input.Paper)).AsJson());
    }

    private static async Task<byte[]?> PaperIn(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Paper") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    public sealed record Input
    {
        /// <summary>Of the answer as it was read; 0 for a first one.</summary>
        public int? Version { get; init; }

        /// <summary>Hours due as they were read, "24".</summary>
        public string? Due { get; init; }

        /// <summary>Hours found as they were read, "16".</summary>
        public string? Taught { get; init; }

        /// <summary>A code of the list staffing-reasons.</summary>
        public string? Reason { get; init; }

        /// <summary>That it explains, "8".</summary>
        public string? Hours { get; init; }

        /// <summary>Of the document: its number and date.</summary>
        public string? Reference { get; init; }

        public string? Remark { get; init; }

        /// <summary>JPEG, PNG or PDF, in base 64.</summary>
        public byte[]? Paper { get; init; }
    }
}
