using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.Domain;

/// <summary>Spares the family typing: Latin spellings from the Arabic ones, shown as proposals and always free to change.</summary>
public static class Proposals
{
    /// <summary>Latin fields still empty whose Arabic one is filled, with what we propose.</summary>
    public static IReadOnlyDictionary<string, string> For(IEnumerable<Topic> topics, Answers answers) =>
        topics.SelectMany(t => t.Fields)
            .Where(f => f.From is not null && !answers.Has(f.Name) && answers.Has(f.From))
            .Select(f => (f.Name, Latin: Transliteration.Propose(answers.Text(f.From!))))
            .Where(p => p.Latin.Length > 0)
            .ToDictionary(p => p.Name, p => p.Latin);

    /// <summary>The same page comes again: asked for by a button, or because a proposal is to be seen before it counts.</summary>
    public static bool MustStay(string step, Posted posted, IReadOnlyList<Topic> topics, Answers answers) =>
        posted.Button.Length > 0
        || For(topics, answers).Keys.Any(f => topics.SelectMany(t => t.Fields).Single(r => r.Name == f).IsNeeded(answers))
        || (step == "birth" && answers.Hijri("Hijri") is not null && !answers.HasDate("BirthDate"))
        || (step == "area" && answers.Has("Directorate") && !answers.Has("Commune") && !posted.Fields.ContainsKey("Commune"));

    /// <summary>Fields the two parents usually share.</summary>
    public static readonly IReadOnlyList<string> Shared = ["Address", "Phone", "Email"];

    /// <summary>"Same data as the mother": copies what is usually shared; everything when the guardian is that person.</summary>
    public static void Copy(Answers answers, string from, string to)
    {
        foreach (var field in to == "Tutor" ? ["FirstNameAr", "LastNameAr", "FirstNameLatin", "LastNameLatin", "Cin", "Profession", .. Shared] : Shared)
            if (answers.Has(from + field))
                answers[to + field] = answers[from + field];
    }
}
