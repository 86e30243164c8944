using System.Globalization;
using System.Text;

namespace Massar.Features.Certificates.Domain;

/// <summary>What keeps a certificate from being issued. The numbers are stored.</summary>
public enum CertificateProblem
{
    NameAr = 1,
    NameLatin = 2,
    BirthDate = 3,
    BirthPlaceAr = 4,
    BirthPlaceLatin = 5,
    NotEnrolled = 6,
    NoClass = 7,
    NoGresa = 8,
    NoHead = 9,
}

/// <summary>The office that must mend a problem.</summary>
public enum ProblemOwner
{
    /// <summary>The desk of the pupil's school.</summary>
    School = 1,

    /// <summary>Human resources of the directorate: who heads a school.</summary>
    DirectorateStaff = 2,

    /// <summary>Planning of the directorate: what schools there are.</summary>
    DirectoratePlanning = 3,
}

/// <summary>Whether all that a certificate must say is known and can be printed (domain 05 §5.1, SchoolCertificate).</summary>
public static class CertificateCheck
{
    public static IReadOnlyList<CertificateProblem> Of(PupilRecord pupil, DateOnly today)
    {
        var problems = new List<CertificateProblem>();
        if (!IsArabic(pupil.FirstNameAr) || !IsArabic(pupil.LastNameAr)) problems.Add(CertificateProblem.NameAr);
        if (!IsLatin(pupil.FirstNameLatin) || !IsLatin(pupil.LastNameLatin)) problems.Add(CertificateProblem.NameLatin);
        if (!IsPlausible(pupil.BirthDate, today)) problems.Add(CertificateProblem.BirthDate);
        if (!IsArabic(pupil.BirthPlaceAr)) problems.Add(CertificateProblem.BirthPlaceAr);
        if (!IsLatin(pupil.BirthPlaceLatin)) problems.Add(CertificateProblem.BirthPlaceLatin);
        if (!pupil.IsEnrolled) problems.Add(CertificateProblem.NotEnrolled);
        else if (string.IsNullOrEmpty(pupil.ClassName)) problems.Add(CertificateProblem.NoClass);
        if (string.IsNullOrWhiteSpace(pupil.GresaCode)) problems.Add(CertificateProblem.NoGresa);
        if (pupil.HeadNameAr is null) problems.Add(CertificateProblem.NoHead);
        return problems;
    }

    public static ProblemOwner OwnerOf(CertificateProblem problem) => problem switch
    {
        CertificateProblem.NoHead => ProblemOwner.DirectorateStaff,
        CertificateProblem.NoGresa => ProblemOwner.DirectoratePlanning,
        _ => ProblemOwner.School,
    };

    /// <summary>Problems that the school's desk mends in the pupil's file itself.</summary>
    public static bool IsInPupilFile(CertificateProblem problem) => problem <= CertificateProblem.BirthPlaceLatin;

    /// <summary>A name written in Arabic letters: what is printed must be readable, and an Arabic line with Latin letters is a typing mistake.</summary>
    public static bool IsArabic(string? name) => Is(name, static r => r.Value is >= 0x0621 and <= 0x064A or >= 0x064B and <= 0x0652 or 0x0670 or 0x0671 or >= 0x0679 and <= 0x06D3);

    /// <summary>A name written in Latin letters, accents included.</summary>
    public static bool IsLatin(string? name) => Is(name, static r => r.Value < 0x0250 && Rune.IsLetter(r));

    /// <summary>A pupil is at least three years old and at most thirty.</summary>
    public static bool IsPlausible(DateOnly birthDate, DateOnly today) => birthDate <= today.AddYears(-3) && birthDate >= today.AddYears(-30);

    // At least one letter of the script; besides letters only what stands in names and places.
    private static bool Is(string? name, Func<Rune, bool> isOfTheScript)
    {
        if (string.IsNullOrWhiteSpace(name)) return false;
        var letters = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (isOfTheScript(rune)) letters++;
            else if (rune.Value is not (' ' or '\u00A0' or '-' or '\'' or '’' or '.' or '(' or ')' or '،' or ',') && Rune.GetUnicodeCategory(rune) != UnicodeCategory.DecimalDigitNumber) return false;
        }
        return letters > 0;
    }
}
