from core.personal_numbers import mask_personal_numbers


def test_numbers_of_persons_are_masked_and_amounts_are_not():
    text = "Hộ ông Ba 001085001238, 123456789012 đồng, 1200100557-001"
    assert (
        mask_personal_numbers(text) == "Hộ ông Ba 001******238, 123456789012 đồng, 1200100557-001"
    )
